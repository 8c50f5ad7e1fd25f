import { SourceScreen } from '#components/feeds/source/source-screen';
import { ConsolePage } from '#components/layout/console-page';
import { sourceQuery } from '#lib/client/queries/source-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { getSource } from '#lib/sources/list-sources';
import { readOrNotFound } from '../../read-or-not-found.ts';

export default async function SourcePage({ params, searchParams }: PageProps<'/sources/[sourceId]'>) {
  const [{ db }, { sourceId: id }, { test }] = await Promise.all([pageContext(), params, searchParams]);
  const client = makeQueryClient();
  await readOrNotFound(id, () => client.fetchQuery({ ...sourceQuery(id), queryFn: () => getSource(db, id) }));
  return (
    <ConsolePage messages={['device', 'feeds', 'intake', 'sources']} client={client}>
      <SourceScreen id={id} justSaved={test === '1'} />
    </ConsolePage>
  );
}
