import { cookies } from 'next/headers';
import { DeviceListScreen } from '#components/devices/device-list-screen';
import { ConsolePage } from '#components/layout/console-page';
import { deviceListQuery } from '#lib/client/device-queries';
import { loadDeviceSearch, toDeviceQuery } from '#lib/client/device-search';
import { parseListPreference, withPageSize } from '#lib/client/list-preference';
import { makeQueryClient } from '#lib/client/query-client';
import { listDevices } from '#lib/devices/list-devices';
import { pageContext } from '#lib/http/page-context';
import { preferenceCookies } from '#lib/i18n/preferences';

export default async function DevicesPage({ searchParams }: PageProps<'/devices'>) {
  const [{ db }, address, jar] = await Promise.all([
    pageContext(),
    loadDeviceSearch(searchParams),
    cookies(),
  ]);
  const preference = parseListPreference(jar.get(preferenceCookies.list)?.value);
  const search = withPageSize(address, preference.pageSize);
  const client = makeQueryClient();
  const load = () => listDevices(db, toDeviceQuery(search), new Date());
  await client.prefetchQuery({ ...deviceListQuery(search), queryFn: load });
  return (
    <ConsolePage messages={['device', 'devices', 'export', 'filters', 'table', 'views']} client={client}>
      <DeviceListScreen preference={preference} />
    </ConsolePage>
  );
}
