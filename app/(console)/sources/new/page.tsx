import { NewSourceScreen } from '#components/feeds/source/new-source-screen';
import { ConsolePage } from '#components/layout/console-page';
import { makeQueryClient } from '#lib/client/query-client';
import { sourceKinds } from '#lib/domain/sources/source';
import { pageContext } from '#lib/http/pages/page-context';

export default async function NewSourcePage({ searchParams }: PageProps<'/sources/new'>) {
  const [{ simulatedSources }, { kind, simulated }] = await Promise.all([
    pageContext({ role: 'admin' }),
    searchParams,
  ]);
  return (
    <ConsolePage messages={['device', 'sources']} client={makeQueryClient()}>
      <NewSourceScreen
        kind={sourceKinds.find((known) => known === kind) ?? null}
        simulated={simulatedSources}
        usesSimulated={simulated === '1'}
        timeZone={new Intl.DateTimeFormat().resolvedOptions().timeZone}
      />
    </ConsolePage>
  );
}
