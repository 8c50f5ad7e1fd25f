import { BulkListScreen } from '#components/bulk-actions/bulk-list-screen';
import { ConsolePage } from '#components/layout/console-page';
import { listBulkActions } from '#lib/bulk-actions/bulk-actions';
import { loadBulkListSearch } from '#lib/client/lists/bulk-search';
import { bulkListQuery, bulkListSize } from '#lib/client/queries/bulk-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';

export default async function BulkActionsPage({ searchParams }: PageProps<'/bulk-actions'>) {
  const [{ db }, { cursor }] = await Promise.all([pageContext(), loadBulkListSearch(searchParams)]);
  const client = makeQueryClient();
  const query = { limit: bulkListSize, ...(cursor !== null && { cursor }) };
  const load = () => listBulkActions(db, query, new Date());
  await client.prefetchQuery({ ...bulkListQuery(cursor), queryFn: load });
  return (
    <ConsolePage messages={['bulk', 'bulkCauses', 'device', 'filters']} client={client}>
      <BulkListScreen />
    </ConsolePage>
  );
}
