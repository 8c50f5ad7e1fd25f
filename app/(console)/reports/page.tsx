import { ConsolePage } from '#components/layout/console-page';
import { ReportListScreen } from '#components/reports/report-list-screen';
import { loadReportSearch, toReportQuery } from '#lib/client/lists/report-search';
import { reportListQuery } from '#lib/client/queries/report-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { listReports } from '#lib/reports/list-reports';

export default async function ReportsPage({ searchParams }: PageProps<'/reports'>) {
  const [{ db }, search] = await Promise.all([pageContext(), loadReportSearch(searchParams)]);
  const client = makeQueryClient();
  const load = () => listReports(db, toReportQuery(search, Date.now()));
  await client.prefetchQuery({ ...reportListQuery(search), queryFn: load });
  return (
    <ConsolePage messages={['device', 'export', 'filters', 'reports']} client={client}>
      <ReportListScreen />
    </ConsolePage>
  );
}
