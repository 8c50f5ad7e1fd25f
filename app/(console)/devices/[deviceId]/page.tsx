import { notFound } from 'next/navigation';
import { DeviceScreen } from '#components/devices/details/device-screen';
import { ConsolePage } from '#components/layout/console-page';
import { isId } from '#lib/client/is-id';
import { deviceQuery } from '#lib/client/queries/device-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { getDevice } from '#lib/devices/get-device';
import { TenkoError } from '#lib/errors';
import { pageContext, pageFailure } from '#lib/http/pages/page-context';

export default async function DevicePage({ params, searchParams }: PageProps<'/devices/[deviceId]'>) {
  const [{ db }, { deviceId: id }, { list }] = await Promise.all([pageContext(), params, searchParams]);
  if (!isId(id)) notFound();
  const client = makeQueryClient();
  const device = client.fetchQuery({ ...deviceQuery(id), queryFn: () => getDevice(db, id, new Date()) });
  await device.catch((error) => {
    if (error instanceof TenkoError && error.code === 'not_found') notFound();
    throw pageFailure(error);
  });
  return (
    <ConsolePage messages={['device', 'devices']} client={client}>
      <DeviceScreen id={id} list={typeof list === 'string' ? list : null} />
    </ConsolePage>
  );
}
