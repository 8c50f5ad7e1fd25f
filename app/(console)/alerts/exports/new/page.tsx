import { NewExportScreen } from '#components/alerts/exports/export-editor-screens';
import { ConsolePage } from '#components/layout/console-page';
import { listDestinations } from '#lib/alerts/destinations';
import { loadDeviceSearch, toDeviceFilter } from '#lib/client/lists/device-search';
import { destinationsQuery } from '#lib/client/queries/alert-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { exportColumns } from '#lib/contract/device-list';
import { timeZones } from '#lib/domain/text/zoned-time';
import { pageContext } from '#lib/http/pages/page-context';

/** The address may have a filter, the sort and columns, as that of the export. */
export default async function NewExportPage({ searchParams }: PageProps<'/alerts/exports/new'>) {
  const [{ db, alerts }, asked] = await Promise.all([pageContext({ role: 'admin' }), searchParams]);
  const search = await loadDeviceSearch(searchParams);
  const columns = [asked.columns ?? []].flat().filter((name) => exportColumns.includes(name));
  const client = makeQueryClient();
  await client.prefetchQuery({ ...destinationsQuery(), queryFn: () => listDestinations({ db, alerts }) });
  return (
    <ConsolePage messages={['alerts', 'device', 'devices', 'filters', 'views']} client={client}>
      <NewExportScreen
        list={{ filter: toDeviceFilter(search), sort: search.sort, columns }}
        fileColumns={exportColumns}
        zones={timeZones()}
      />
    </ConsolePage>
  );
}
