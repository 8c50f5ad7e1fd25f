import { RuleListScreen } from '#components/alerts/rules/rule-list-screen';
import { ConsolePage } from '#components/layout/console-page';
import { listDestinations } from '#lib/alerts/destinations';
import { listRules } from '#lib/alerts/rules';
import { destinationsQuery, rulesQuery } from '#lib/client/queries/alert-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';

export default async function AlertRulesPage() {
  const { db, alerts } = await pageContext();
  const client = makeQueryClient();
  await Promise.all([
    client.prefetchQuery({ ...rulesQuery(), queryFn: () => listRules(db) }),
    client.prefetchQuery({ ...destinationsQuery(), queryFn: () => listDestinations({ db, alerts }) }),
  ]);
  return (
    <ConsolePage messages={['alerts', 'device', 'filters']} client={client}>
      <RuleListScreen />
    </ConsolePage>
  );
}
