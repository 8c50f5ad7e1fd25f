import { cookies } from 'next/headers';
import { DeviceListScreen } from '#components/devices/list/device-list-screen';
import { ConsolePage } from '#components/layout/console-page';
import { ownerOf } from '#lib/auth/session';
import { loadDeviceSearch, toDeviceQuery } from '#lib/client/lists/device-search';
import { parseListPreference, withPageSize } from '#lib/client/lists/list-preference';
import { deviceListQuery } from '#lib/client/queries/device-queries';
import { viewsQuery } from '#lib/client/queries/view-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { listDevices } from '#lib/devices/list-devices';
import { pageContext } from '#lib/http/pages/page-context';
import { preferenceCookies } from '#lib/i18n/preference-cookies';
import { listViews } from '#lib/views/list-views';

export default async function DevicesPage({ searchParams }: PageProps<'/devices'>) {
  const [{ db, session }, address, jar] = await Promise.all([
    pageContext(),
    loadDeviceSearch(searchParams),
    cookies(),
  ]);
  const preference = parseListPreference(jar.get(preferenceCookies.list)?.value);
  const search = withPageSize(address, preference.pageSize);
  const client = makeQueryClient();
  const now = new Date();
  const user = { owner: ownerOf(session), isAdmin: session.roles.includes('admin') };
  await Promise.all([
    client.prefetchQuery({
      ...deviceListQuery(search),
      queryFn: () => listDevices(db, toDeviceQuery(search), now),
    }),
    client.prefetchQuery({ ...viewsQuery(), queryFn: () => listViews(db, user, { now, old: true }) }),
  ]);
  // Shown at once, so that nothing moves, and counted again in the browser.
  await client.invalidateQueries({ queryKey: viewsQuery().queryKey, refetchType: 'none' });
  return (
    <ConsolePage
      messages={[
        'bulkCauses',
        'device',
        'devices',
        'export',
        'filters',
        'policyExceptions',
        'table',
        'views',
      ]}
      client={client}
    >
      <DeviceListScreen preference={preference} />
    </ConsolePage>
  );
}
