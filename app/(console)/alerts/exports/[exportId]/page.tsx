import { ExportScreen } from '#components/alerts/exports/export-screen';
import { ConsolePage } from '#components/layout/console-page';
import { listDestinations } from '#lib/alerts/destinations';
import { getSchedule } from '#lib/alerts/export-schedules';
import { destinationsQuery, exportQuery } from '#lib/client/queries/alert-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { readOrNotFound } from '../../../read-or-not-found.ts';

export default async function ExportPage({ params }: PageProps<'/alerts/exports/[exportId]'>) {
  const [{ db, alerts }, { exportId: id }] = await Promise.all([pageContext(), params]);
  const client = makeQueryClient();
  await readOrNotFound(id, () =>
    client.fetchQuery({ ...exportQuery(id), queryFn: () => getSchedule(db, id) }),
  );
  await client.prefetchQuery({ ...destinationsQuery(), queryFn: () => listDestinations({ db, alerts }) });
  return (
    <ConsolePage messages={['alerts', 'device', 'filters']} client={client}>
      <ExportScreen id={id} />
    </ConsolePage>
  );
}
