import { ConsolePage } from '#components/layout/console-page';
import { PolicyListScreen } from '#components/policies/policy-list-screen';
import { policiesQuery } from '#lib/client/queries/policy-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { listPolicies } from '#lib/policies/list-policies';

export default async function PoliciesPage() {
  const { db } = await pageContext();
  const client = makeQueryClient();
  await client.prefetchQuery({ ...policiesQuery(), queryFn: () => listPolicies(db, new Date()) });
  return (
    <ConsolePage messages={['device', 'policies']} client={client}>
      <PolicyListScreen />
    </ConsolePage>
  );
}
