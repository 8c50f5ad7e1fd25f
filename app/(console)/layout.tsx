import { cookies } from 'next/headers';
import { ConnectionNotices, SandboxBadge } from '#components/connection/connection-notices';
import { ConsolePage } from '#components/layout/console-page';
import { ConsoleShell } from '#components/layout/console-shell';
import { personName } from '#lib/auth/session';
import { connectionQuery } from '#lib/client/queries/connection-queries';
import { makeQueryClient } from '#lib/client/query-client';
import { getConnection } from '#lib/connection/get-connection';
import { pageContext } from '#lib/http/pages/page-context';
import { parseTheme, preferenceCookies, timeZoneOf } from '#lib/i18n/preference-cookies';

export default async function ConsoleLayout({ children }: LayoutProps<'/'>) {
  const [{ db, azure, session }, jar] = await Promise.all([pageContext(), cookies()]);
  const client = makeQueryClient();
  await client.prefetchQuery({ ...connectionQuery(), queryFn: () => getConnection(db, azure, new Date()) });
  const { roles, method } = session;
  const preferences = {
    theme: parseTheme(jar.get(preferenceCookies.theme)?.value),
    timeZone: timeZoneOf(jar.get(preferenceCookies.timeZoneChoice)?.value),
  };
  return (
    <ConsolePage messages={['connection']} client={client}>
      <ConsoleShell
        session={{ name: personName(session), roles, method }}
        preferences={preferences}
        badge={<SandboxBadge />}
        notices={<ConnectionNotices />}
      >
        {children}
      </ConsoleShell>
    </ConsolePage>
  );
}
