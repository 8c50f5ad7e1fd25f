import { ConsolePage } from '#components/layout/console-page';
import { NewVersionListScreen } from '#components/policies/version-lists/version-list-screen';
import { makeQueryClient } from '#lib/client/query-client';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { pageContext } from '#lib/http/pages/page-context';

export default async function NewVersionListPage({ searchParams }: PageProps<'/policies/version-lists/new'>) {
  const [, { system }] = await Promise.all([pageContext({ role: 'admin' }), searchParams]);
  return (
    <ConsolePage messages={['policies', 'versionLists']} client={makeQueryClient()}>
      <NewVersionListScreen system={operatingSystems.find((os) => os === system) ?? null} />
    </ConsolePage>
  );
}
