import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { localeFor } from './negotiate-locale.ts';
import { parseTimeZone, preferenceCookies } from './preferences.ts';
import { pseudoLocale } from './pseudo-messages.ts';
import { readMessages } from './read-messages.ts';
import { readPseudoMessages } from './read-pseudo-messages.ts';

/** Locale and time zone of a request: the admin's choice, else what the browser asks for. */
export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const chosen = jar.get(preferenceCookies.locale)?.value;
  const locale = localeFor(chosen, head.get('accept-language'));
  return {
    locale,
    messages: chosen === pseudoLocale ? await readPseudoMessages() : await readMessages(locale),
    timeZone: parseTimeZone(jar.get(preferenceCookies.timeZone)?.value),
    now: new Date(),
  };
});
