import { ExportListScreen } from '#components/alerts/exports/export-list-screen';
import { ConsolePage } from '#components/layout/console-page';
import { listDestinations } from '#lib/alerts/destinations';
import { listSchedules } from '#lib/alerts/export-schedules';
import { destinationsQuery, exportsQuery } from '#lib/client/queries/alert-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';

export default async function ExportsPage() {
  const { db, alerts } = await pageContext();
  const client = makeQueryClient();
  await Promise.all([
    client.prefetchQuery({ ...exportsQuery(), queryFn: () => listSchedules(db) }),
    client.prefetchQuery({ ...destinationsQuery(), queryFn: () => listDestinations({ db, alerts }) }),
  ]);
  return (
    <ConsolePage messages={['alerts', 'device', 'filters']} client={client}>
      <ExportListScreen />
    </ConsolePage>
  );
}
