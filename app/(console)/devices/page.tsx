import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import { DeviceListScreen } from '#components/devices/device-list-screen';
import { deviceListQuery } from '#lib/client/device-queries';
import { loadDeviceSearch, toDeviceQuery } from '#lib/client/device-search';
import { makeQueryClient } from '#lib/client/query-client';
import { listDevices } from '#lib/devices/list-devices';
import { pageContext } from '#lib/http/page-context';

export default async function DevicesPage({ searchParams }: PageProps<'/devices'>) {
  const [{ db }, search] = await Promise.all([pageContext(), loadDeviceSearch(searchParams)]);
  const client = makeQueryClient();
  const load = () => listDevices(db, toDeviceQuery(search), new Date());
  await client.prefetchQuery({ ...deviceListQuery(search), queryFn: load });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <DeviceListScreen />
    </HydrationBoundary>
  );
}
