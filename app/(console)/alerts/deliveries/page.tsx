import { DeliveryListScreen } from '#components/alerts/deliveries/delivery-list-screen';
import { ConsolePage } from '#components/layout/console-page';
import { listDeliveries } from '#lib/alerts/deliveries';
import { listDestinations } from '#lib/alerts/destinations';
import { loadDeliverySearch, toDeliveryQuery } from '#lib/client/lists/delivery-search';
import { deliveryListQuery, destinationsQuery } from '#lib/client/queries/alert-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { pageContext } from '#lib/http/pages/page-context';

export default async function AlertDeliveriesPage({ searchParams }: PageProps<'/alerts/deliveries'>) {
  const [{ db, alerts }, search] = await Promise.all([pageContext(), loadDeliverySearch(searchParams)]);
  const client = makeQueryClient();
  await Promise.all([
    client.prefetchQuery({
      ...deliveryListQuery(search),
      queryFn: () => listDeliveries(db, toDeliveryQuery(search)),
    }),
    client.prefetchQuery({ ...destinationsQuery(), queryFn: () => listDestinations({ db, alerts }) }),
  ]);
  return (
    <ConsolePage messages={['alerts']} client={client}>
      <DeliveryListScreen />
    </ConsolePage>
  );
}
