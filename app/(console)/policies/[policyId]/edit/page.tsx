import { ConsolePage } from '#components/layout/console-page';
import { EditPolicyScreen } from '#components/policies/editor/policy-editor-screen';
import { policyQuery } from '#lib/client/queries/policy-queries';
import { versionListsQuery } from '#lib/client/queries/version-list-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { getPolicy } from '#lib/policies/list-policies';
import { listVersionLists } from '#lib/policies/version-lists';
import { readOrNotFound } from '../../../read-or-not-found.ts';

export default async function EditPolicyPage({ params }: PageProps<'/policies/[policyId]/edit'>) {
  const [{ db }, { policyId: id }] = await Promise.all([pageContext({ role: 'admin' }), params]);
  const client = makeQueryClient();
  const load = () => getPolicy(db, id, new Date());
  await Promise.all([
    client.prefetchQuery({ ...versionListsQuery(), queryFn: () => listVersionLists(db) }),
    readOrNotFound(id, () => client.fetchQuery({ ...policyQuery(id), queryFn: load })),
  ]);
  return (
    <ConsolePage messages={['device', 'policies']} client={client}>
      <EditPolicyScreen id={id} />
    </ConsolePage>
  );
}
