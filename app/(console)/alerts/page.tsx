import { DestinationListScreen } from '#components/alerts/destinations/destination-list-screen';
import { ConsolePage } from '#components/layout/console-page';
import { listDestinations } from '#lib/alerts/destinations';
import { destinationsQuery } from '#lib/client/queries/alert-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';

export default async function AlertsPage() {
  const { db, alerts } = await pageContext();
  const client = makeQueryClient();
  await client.prefetchQuery({ ...destinationsQuery(), queryFn: () => listDestinations({ db, alerts }) });
  return (
    <ConsolePage messages={['alerts']} client={client}>
      <DestinationListScreen />
    </ConsolePage>
  );
}
