import { DeviceScreen } from '#components/devices/details/device-screen';
import { ConsolePage } from '#components/layout/console-page';
import { deviceQuery } from '#lib/client/queries/device-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { getDevice } from '#lib/devices/get-device';
import { pageContext } from '#lib/http/pages/page-context';
import { readOrNotFound } from '../../read-or-not-found.ts';

export default async function DevicePage({ params, searchParams }: PageProps<'/devices/[deviceId]'>) {
  const [{ db, ticket, publicUrl }, { deviceId: id }, { list }] = await Promise.all([
    pageContext(),
    params,
    searchParams,
  ]);
  const client = makeQueryClient();
  const load = () => getDevice(db, id, new Date());
  await readOrNotFound(id, () => client.fetchQuery({ ...deviceQuery(id), queryFn: load }));
  return (
    <ConsolePage messages={['device', 'devices', 'intake', 'policyExceptions']} client={client}>
      <DeviceScreen
        id={id}
        list={typeof list === 'string' ? list : null}
        ticket={ticket && { template: ticket, consoleUrl: publicUrl }}
      />
    </ConsolePage>
  );
}
