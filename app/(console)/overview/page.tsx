import { NoDevices } from '#components/devices/list/no-devices';
import { ConsolePage } from '#components/layout/console-page';
import { OverviewScreen } from '#components/overview/overview-screen';
import { overviewQuery } from '#lib/client/queries/overview-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';
import { getOverview } from '#lib/overview/get-overview';

export default async function OverviewPage() {
  const { db } = await pageContext();
  const client = makeQueryClient();
  await client.prefetchQuery({ ...overviewQuery(), queryFn: () => getOverview(db) });
  return (
    <ConsolePage messages={['device', 'devices', 'overview']} client={client}>
      <OverviewScreen noDevices={<NoDevices />} />
    </ConsolePage>
  );
}
