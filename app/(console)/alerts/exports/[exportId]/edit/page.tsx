import { EditExportScreen } from '#components/alerts/exports/export-editor-screens';
import { ConsolePage } from '#components/layout/console-page';
import { listDestinations } from '#lib/alerts/destinations';
import { getSchedule } from '#lib/alerts/export-schedules';
import { destinationsQuery, exportQuery } from '#lib/client/queries/alert-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { exportColumns } from '#lib/contract/device-list';
import { timeZones } from '#lib/domain/text/zoned-time';
import { pageContext } from '#lib/http/pages/page-context';
import { readOrNotFound } from '../../../../read-or-not-found.ts';

export default async function EditExportPage({ params }: PageProps<'/alerts/exports/[exportId]/edit'>) {
  const [{ db, alerts }, { exportId: id }] = await Promise.all([pageContext({ role: 'admin' }), params]);
  const client = makeQueryClient();
  await readOrNotFound(id, () =>
    client.fetchQuery({ ...exportQuery(id), queryFn: () => getSchedule(db, id) }),
  );
  await client.prefetchQuery({ ...destinationsQuery(), queryFn: () => listDestinations({ db, alerts }) });
  return (
    <ConsolePage messages={['alerts', 'device', 'devices', 'filters', 'views']} client={client}>
      <EditExportScreen id={id} fileColumns={exportColumns} zones={timeZones()} />
    </ConsolePage>
  );
}
