import { notFound } from 'next/navigation';
import { ConsolePage } from '#components/layout/console-page';
import { ReportScreen } from '#components/reports/report-screen';
import { isId } from '#lib/client/is-id';
import { reportQuery } from '#lib/client/queries/report-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { TenkoError } from '#lib/errors';
import { pageContext, pageFailure } from '#lib/http/pages/page-context';
import { getReport } from '#lib/reports/get-report';

export default async function ReportPage({ params }: PageProps<'/reports/[reportId]'>) {
  const [{ db }, { reportId: id }] = await Promise.all([pageContext(), params]);
  if (!isId(id)) notFound();
  const client = makeQueryClient();
  const report = client.fetchQuery({ ...reportQuery(id), queryFn: () => getReport(db, id) });
  await report.catch((error) => {
    if (error instanceof TenkoError && error.code === 'not_found') notFound();
    throw pageFailure(error);
  });
  return (
    <ConsolePage messages={['device', 'report']} client={client}>
      <ReportScreen id={id} />
    </ConsolePage>
  );
}
