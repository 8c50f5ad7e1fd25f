import { BulkActionScreen } from '#components/bulk-actions/bulk-action-screen';
import { ConsolePage } from '#components/layout/console-page';
import { getBulkAction } from '#lib/bulk-actions/bulk-actions';
import { bulkActionQuery } from '#lib/client/queries/bulk-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { readOrNotFound } from '../../read-or-not-found.ts';

export default async function BulkActionPage({ params }: PageProps<'/bulk-actions/[bulkActionId]'>) {
  const [{ db }, { bulkActionId: id }] = await Promise.all([pageContext(), params]);
  const client = makeQueryClient();
  const load = () => getBulkAction(db, id, new Date());
  await readOrNotFound(id, () => client.fetchQuery({ ...bulkActionQuery(id), queryFn: load }));
  return (
    <ConsolePage messages={['bulk', 'bulkCauses', 'device', 'filters']} client={client}>
      <BulkActionScreen id={id} />
    </ConsolePage>
  );
}
