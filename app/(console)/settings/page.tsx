import { cookies } from 'next/headers';
import { SettingsScreen } from '#components/settings/settings-screen';
import { pageContext } from '#lib/http/page-context';
import { parseTheme, preferenceCookies, timeZoneOf } from '#lib/i18n/preferences';

export default async function SettingsPage() {
  const [jar] = await Promise.all([cookies(), pageContext()]);
  const theme = parseTheme(jar.get(preferenceCookies.theme)?.value);
  const zone = timeZoneOf(jar.get(preferenceCookies.timeZoneChoice)?.value);
  const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
  return <SettingsScreen theme={theme} zone={zone} zones={zones} />;
}
