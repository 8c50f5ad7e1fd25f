import { ApiKeyScreen } from '#components/api-keys/api-key-screen';
import { ConsolePage } from '#components/layout/console-page';
import { listApiKeys } from '#lib/api-keys/list-api-keys';
import { apiKeysQuery } from '#lib/client/queries/api-key-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';

export default async function ApiKeysPage() {
  const { db, publicUrl } = await pageContext({ role: 'auditor' });
  const client = makeQueryClient();
  const load = () => listApiKeys(db, { limit: 100 }, new Date());
  await client.prefetchQuery({ ...apiKeysQuery(null), queryFn: load });
  return (
    <ConsolePage messages={['apiKeys', 'apiCall']} client={client}>
      <ApiKeyScreen url={publicUrl} />
    </ConsolePage>
  );
}
