import { ConsolePage } from '#components/layout/console-page';
import { ReportScreen } from '#components/reports/report-screen';
import { reportQuery } from '#lib/client/queries/report-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { getReport } from '#lib/reports/get-report';
import { readOrNotFound } from '../../read-or-not-found.ts';

export default async function ReportPage({ params }: PageProps<'/reports/[reportId]'>) {
  const [{ db }, { reportId: id }] = await Promise.all([pageContext(), params]);
  const client = makeQueryClient();
  const load = () => getReport(db, id);
  await readOrNotFound(id, () => client.fetchQuery({ ...reportQuery(id), queryFn: load }));
  return (
    <ConsolePage messages={['device', 'report']} client={client}>
      <ReportScreen id={id} />
    </ConsolePage>
  );
}
