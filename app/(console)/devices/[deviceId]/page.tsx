import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import { notFound } from 'next/navigation';
import { DeviceScreen } from '#components/devices/device-screen';
import { listDeviceCheckIns } from '#lib/check-ins/list-device-check-ins';
import {
  deviceCheckInsQuery,
  deviceQuery,
  deviceReportsQuery,
  historyPageSize,
} from '#lib/client/device-queries';
import { isId } from '#lib/client/is-id';
import { makeQueryClient } from '#lib/client/query-client';
import { getDevice } from '#lib/devices/get-device';
import { TenkoError } from '#lib/errors';
import { pageContext } from '#lib/http/page-context';
import { listDeviceReports } from '#lib/reports/list-device-reports';

export default async function DevicePage({ params }: PageProps<'/devices/[deviceId]'>) {
  const [{ db }, { deviceId: id }] = await Promise.all([pageContext(), params]);
  if (!isId(id)) notFound();
  const client = makeQueryClient();
  const page = { limit: historyPageSize };
  const device = client.fetchQuery({ ...deviceQuery(id), queryFn: () => getDevice(db, id, new Date()) });
  await device.catch((error) => {
    if (error instanceof TenkoError && error.code === 'not_found') notFound();
    throw error;
  });
  await client.prefetchInfiniteQuery({
    ...deviceReportsQuery(id),
    queryFn: () => listDeviceReports(db, id, page),
  });
  await client.prefetchInfiniteQuery({
    ...deviceCheckInsQuery(id),
    queryFn: () => listDeviceCheckIns(db, id, page),
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <DeviceScreen id={id} />
    </HydrationBoundary>
  );
}
