import { ConsolePage } from '#components/layout/console-page';
import { VersionListScreen } from '#components/policies/version-lists/version-list-screen';
import { versionListQuery } from '#lib/client/queries/version-list-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { getVersionList } from '#lib/policies/version-lists';
import { readOrNotFound } from '../../../read-or-not-found.ts';

export default async function VersionListPage({ params }: PageProps<'/policies/version-lists/[listId]'>) {
  const [{ db }, { listId: id }] = await Promise.all([pageContext(), params]);
  const client = makeQueryClient();
  const load = () => getVersionList(db, id);
  await readOrNotFound(id, () => client.fetchQuery({ ...versionListQuery(id), queryFn: load }));
  return (
    <ConsolePage messages={['policies', 'versionLists']} client={client}>
      <VersionListScreen id={id} key={id} />
    </ConsolePage>
  );
}
