import { cookies, headers } from 'next/headers';
import type { Messages } from 'next-intl';
import { getRequestConfig } from 'next-intl/server';
import type { Locale } from './locales.ts';
import { localeFor } from './negotiate-locale.ts';
import { parseTimeZone, preferenceCookies } from './preferences.ts';
import { pseudoLocale, pseudoMessages } from './pseudo-messages.ts';

/** Locale and time zone of a request: the admin's choice, else what the browser asks for. */
export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const chosen = jar.get(preferenceCookies.locale)?.value;
  const locale = localeFor(chosen, head.get('accept-language'));
  return {
    locale,
    messages: chosen === pseudoLocale ? pseudoMessages(await messagesOf('en')) : await messagesOf(locale),
    timeZone: parseTimeZone(jar.get(preferenceCookies.timeZone)?.value),
    now: new Date(),
  };
});

/** Mails to devices' users are written by the API: they do not travel with every page. */
async function messagesOf(locale: Locale): Promise<Omit<Messages, 'userText'>> {
  const file = (await import(`./messages/${locale}.json`)) as { default: Messages };
  const { userText: _mails, ...messages } = file.default;
  return messages;
}
