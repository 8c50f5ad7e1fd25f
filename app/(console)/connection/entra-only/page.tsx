import { EntraOnlyScreen } from '#components/entra-only/entra-only-screen';
import { ConsolePage } from '#components/layout/console-page';
import { loadEntraOnlySearch, toEntraOnlyQuery } from '#lib/client/lists/entra-only-search';
import { entraOnlyListQuery } from '#lib/client/queries/entra-only-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { listEntraOnly } from '#lib/devices/list-entra-only';
import { pageContext } from '#lib/http/pages/page-context';

export default async function EntraOnlyPage({ searchParams }: PageProps<'/connection/entra-only'>) {
  const [{ db }, search] = await Promise.all([pageContext(), loadEntraOnlySearch(searchParams)]);
  const client = makeQueryClient();
  const load = () => listEntraOnly(db, toEntraOnlyQuery(search), new Date());
  await client.prefetchQuery({ ...entraOnlyListQuery(search), queryFn: load });
  return (
    <ConsolePage messages={['entraOnly']} client={client}>
      <EntraOnlyScreen />
    </ConsolePage>
  );
}
