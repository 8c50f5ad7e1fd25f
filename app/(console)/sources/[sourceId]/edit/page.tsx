import { EditSourceScreen } from '#components/feeds/source/edit-source-screen';
import { ConsolePage } from '#components/layout/console-page';
import { sourceQuery } from '#lib/client/queries/source-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { getSource } from '#lib/sources/list-sources';
import { readOrNotFound } from '../../../read-or-not-found.ts';

export default async function EditSourcePage({ params }: PageProps<'/sources/[sourceId]/edit'>) {
  const [{ db }, { sourceId: id }] = await Promise.all([pageContext({ role: 'admin' }), params]);
  const client = makeQueryClient();
  await readOrNotFound(id, () => client.fetchQuery({ ...sourceQuery(id), queryFn: () => getSource(db, id) }));
  return (
    <ConsolePage messages={['device', 'sources']} client={client}>
      <EditSourceScreen id={id} />
    </ConsolePage>
  );
}
