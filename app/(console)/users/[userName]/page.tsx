import { notFound } from 'next/navigation';
import { UserScreen } from '#components/devices/user/user-screen';
import { ConsolePage } from '#components/layout/console-page';
import { listDeliveries } from '#lib/alerts/deliveries';
import { userNameOf } from '#lib/client/lists/list-links';
import { userMessages, userMessagesQuery } from '#lib/client/queries/alert-queries';
import { deviceQuery, userDevices, userDevicesQuery } from '#lib/client/queries/device-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { findDevices } from '#lib/devices/find-devices';
import { getDevice } from '#lib/devices/get-device';
import { pageContext, pageFailure } from '#lib/http/pages/page-context';

export default async function UserPage({ params }: PageProps<'/users/[userName]'>) {
  const [{ db }, { userName }] = await Promise.all([pageContext(), params]);
  const name = userNameOf(userName);
  if (name === null) notFound();
  const client = makeQueryClient();
  const now = new Date();
  const found = client.fetchQuery({
    ...userDevicesQuery(name),
    queryFn: () => findDevices(db, userDevices(name), now),
  });
  const [{ items }] = await Promise.all([
    found.catch((error: unknown) => {
      throw pageFailure(error);
    }),
    client.prefetchQuery({
      ...userMessagesQuery(name),
      queryFn: () => listDeliveries(db, userMessages(name)),
    }),
  ]);
  await Promise.all(
    items.map(({ id }) =>
      client.prefetchQuery({ ...deviceQuery(id), queryFn: () => getDevice(db, id, now) }),
    ),
  );
  return (
    <ConsolePage messages={['users', 'device', 'devices', 'alerts', 'find']} client={client}>
      <UserScreen name={name} />
    </ConsolePage>
  );
}
