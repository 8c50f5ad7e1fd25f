import { EditRuleScreen } from '#components/alerts/rules/rule-editor-screens';
import { ConsolePage } from '#components/layout/console-page';
import { listDestinations } from '#lib/alerts/destinations';
import { getRule } from '#lib/alerts/rules';
import { destinationsQuery, ruleQuery } from '#lib/client/queries/alert-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { timeZones } from '#lib/domain/text/zoned-time';
import { pageContext } from '#lib/http/pages/page-context';
import { readOrNotFound } from '../../../../read-or-not-found.ts';

export default async function EditRulePage({ params }: PageProps<'/alerts/rules/[ruleId]/edit'>) {
  const [{ db, alerts }, { ruleId: id }] = await Promise.all([pageContext({ role: 'admin' }), params]);
  const client = makeQueryClient();
  await readOrNotFound(id, () => client.fetchQuery({ ...ruleQuery(id), queryFn: () => getRule(db, id) }));
  await client.prefetchQuery({ ...destinationsQuery(), queryFn: () => listDestinations({ db, alerts }) });
  return (
    <ConsolePage messages={['alerts', 'device', 'filters', 'views']} client={client}>
      <EditRuleScreen id={id} zones={timeZones()} />
    </ConsolePage>
  );
}
