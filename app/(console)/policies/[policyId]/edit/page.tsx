import { ConsolePage } from '#components/layout/console-page';
import { EditPolicyScreen } from '#components/policies/editor/policy-editor-screen';
import { policyQuery } from '#lib/client/queries/policy-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { getPolicy } from '#lib/policies/list-policies';
import { readOrNotFound } from '../../../read-or-not-found.ts';

export default async function EditPolicyPage({ params }: PageProps<'/policies/[policyId]/edit'>) {
  const [{ db }, { policyId: id }] = await Promise.all([pageContext({ role: 'admin' }), params]);
  const client = makeQueryClient();
  const load = () => getPolicy(db, id, new Date());
  await readOrNotFound(id, () => client.fetchQuery({ ...policyQuery(id), queryFn: load }));
  return (
    <ConsolePage messages={['device', 'policies']} client={client}>
      <EditPolicyScreen id={id} />
    </ConsolePage>
  );
}
