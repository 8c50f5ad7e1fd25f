import { ConsolePage } from '#components/layout/console-page';
import { PolicyScreen } from '#components/policies/policy-screen';
import { policyQuery } from '#lib/client/queries/policy-queries';
import { versionListsQuery } from '#lib/client/queries/version-list-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { getPolicy } from '#lib/policies/list-policies';
import { listVersionLists } from '#lib/policies/version-lists';
import { readOrNotFound } from '../../read-or-not-found.ts';

export default async function PolicyPage({ params }: PageProps<'/policies/[policyId]'>) {
  const [{ db }, { policyId: id }] = await Promise.all([pageContext(), params]);
  const client = makeQueryClient();
  const load = () => getPolicy(db, id, new Date());
  await Promise.all([
    client.prefetchQuery({ ...versionListsQuery(), queryFn: () => listVersionLists(db) }),
    readOrNotFound(id, () => client.fetchQuery({ ...policyQuery(id), queryFn: load })),
  ]);
  return (
    <ConsolePage messages={['device', 'policies', 'policyExceptions']} client={client}>
      <PolicyScreen id={id} />
    </ConsolePage>
  );
}
