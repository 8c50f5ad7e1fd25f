import { ImportScreen } from '#components/imports/import-screen';
import { ConsolePage } from '#components/layout/console-page';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';

export default async function ImportPage() {
  await pageContext({ role: 'admin' });
  return (
    <ConsolePage messages={['imports', 'intake', 'sources']} client={makeQueryClient()}>
      <ImportScreen />
    </ConsolePage>
  );
}
