import { cookies, headers } from 'next/headers';
import type { Messages } from 'next-intl';
import { getRequestConfig } from 'next-intl/server';
import { isLocale } from './locales.ts';
import { negotiateLocale } from './negotiate-locale.ts';
import { parseTimeZone, preferenceCookies } from './preferences.ts';

/** Locale and time zone of a request: the admin's choice, else what the browser asks for. */
export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const chosen = jar.get(preferenceCookies.locale)?.value;
  const locale = isLocale(chosen) ? chosen : negotiateLocale(head.get('accept-language'));
  const file = (await import(`./messages/${locale}.json`)) as { default: Messages };
  return {
    locale,
    messages: file.default,
    timeZone: parseTimeZone(jar.get(preferenceCookies.timeZone)?.value),
    now: new Date(),
  };
});
