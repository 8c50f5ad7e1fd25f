import { notFound } from 'next/navigation';
import { BulkActionScreen } from '#components/bulk-actions/bulk-action-screen';
import { ConsolePage } from '#components/layout/console-page';
import { getBulkAction } from '#lib/bulk-actions/get-bulk-action';
import { isId } from '#lib/client/is-id';
import { bulkActionQuery } from '#lib/client/queries/bulk-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { TenkoError } from '#lib/errors';
import { pageContext, pageFailure } from '#lib/http/pages/page-context';

export default async function BulkActionPage({ params }: PageProps<'/bulk-actions/[bulkActionId]'>) {
  const [{ db }, { bulkActionId: id }] = await Promise.all([pageContext(), params]);
  if (!isId(id)) notFound();
  const client = makeQueryClient();
  const load = () => getBulkAction(db, id, new Date());
  await client.fetchQuery({ ...bulkActionQuery(id), queryFn: load }).catch((error) => {
    if (error instanceof TenkoError && error.code === 'not_found') notFound();
    throw pageFailure(error);
  });
  return (
    <ConsolePage messages={['bulk', 'device', 'filters']} client={client}>
      <BulkActionScreen id={id} />
    </ConsolePage>
  );
}
