import { ConsolePage } from '#components/layout/console-page';
import { VersionListListScreen } from '#components/policies/version-lists/version-list-list-screen';
import { versionListsQuery } from '#lib/client/queries/version-list-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { listVersionLists } from '#lib/policies/version-lists';

export default async function VersionListsPage() {
  const { db } = await pageContext();
  const client = makeQueryClient();
  await client.prefetchQuery({ ...versionListsQuery(), queryFn: () => listVersionLists(db) });
  return (
    <ConsolePage messages={['policies', 'versionLists']} client={client}>
      <VersionListListScreen />
    </ConsolePage>
  );
}
