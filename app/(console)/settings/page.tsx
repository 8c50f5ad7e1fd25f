import { cookies } from 'next/headers';
import { ConsolePage } from '#components/layout/console-page';
import { SessionsPanel } from '#components/sessions/sessions-panel';
import { SettingsScreen } from '#components/settings/settings-screen';
import { listSessions } from '#lib/auth/open-sessions';
import { sessionsQuery } from '#lib/client/queries/session-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { sessionQuery } from '#lib/contract/session';
import { timeZones } from '#lib/domain/text/zoned-time';
import { pageContext } from '#lib/http/pages/page-context';
import { parseTheme, preferenceCookies, timeZoneOf } from '#lib/i18n/preference-cookies';

export default async function SettingsPage() {
  const [jar, { db, session, limits }] = await Promise.all([cookies(), pageContext()]);
  const client = makeQueryClient();
  const load = () =>
    listSessions(
      db,
      sessionQuery.parse({}),
      { session, scopes: [], isAdmin: false },
      { now: new Date(), limits },
    );
  await client.prefetchInfiniteQuery({ ...sessionsQuery('me'), queryFn: load });
  const theme = parseTheme(jar.get(preferenceCookies.theme)?.value);
  const zone = timeZoneOf(jar.get(preferenceCookies.timeZoneChoice)?.value);
  return (
    <ConsolePage messages={['sessions', 'settings']} client={client}>
      <SettingsScreen theme={theme} zone={zone} zones={timeZones()}>
        <SessionsPanel />
      </SettingsScreen>
    </ConsolePage>
  );
}
