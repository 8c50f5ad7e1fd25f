import { NewRuleScreen } from '#components/alerts/rules/rule-editor-screens';
import { ConsolePage } from '#components/layout/console-page';
import { listDestinations } from '#lib/alerts/destinations';
import { destinationsQuery } from '#lib/client/queries/alert-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { timeZones } from '#lib/domain/text/zoned-time';
import { pageContext } from '#lib/http/pages/page-context';

export default async function NewRulePage() {
  const { db, alerts } = await pageContext({ role: 'admin' });
  const client = makeQueryClient();
  await client.prefetchQuery({ ...destinationsQuery(), queryFn: () => listDestinations({ db, alerts }) });
  return (
    <ConsolePage messages={['alerts', 'device', 'filters', 'views']} client={client}>
      <NewRuleScreen zones={timeZones()} />
    </ConsolePage>
  );
}
