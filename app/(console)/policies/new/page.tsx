import { ConsolePage } from '#components/layout/console-page';
import { NewPolicyScreen } from '#components/policies/editor/policy-editor-screen';
import { isPolicyTemplate } from '#lib/client/policies/policy-templates';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';

export default async function NewPolicyPage({ searchParams }: PageProps<'/policies/new'>) {
  const [, { template }] = await Promise.all([pageContext({ role: 'admin' }), searchParams]);
  const name = typeof template === 'string' ? template : undefined;
  return (
    <ConsolePage messages={['device', 'policies']} client={makeQueryClient()}>
      <NewPolicyScreen
        template={isPolicyTemplate(name) ? name : null}
        chosen={name !== undefined}
        key={name}
      />
    </ConsolePage>
  );
}
