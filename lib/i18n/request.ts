import { cookies, headers } from 'next/headers';
import type { Messages } from 'next-intl';
import { getRequestConfig } from 'next-intl/server';
import type { Locale } from './locales.ts';
import { localeFor } from './negotiate-locale.ts';
import { parseTimeZone, preferenceCookies } from './preferences.ts';
import { pseudoLocale } from './pseudo-messages.ts';
import { readPseudoMessages } from './read-pseudo-messages.ts';

/** Locale and time zone of a request: the admin's choice, else what the browser asks for. */
export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const chosen = jar.get(preferenceCookies.locale)?.value;
  const locale = localeFor(chosen, head.get('accept-language'));
  return {
    locale,
    messages: chosen === pseudoLocale ? await readPseudoMessages() : await messagesOf(locale),
    timeZone: parseTimeZone(jar.get(preferenceCookies.timeZone)?.value),
    now: new Date(),
  };
});

const read = new Map<Locale, Promise<Messages>>();

/** The same object for all requests in a language. */
function messagesOf(locale: Locale): Promise<Messages> {
  const messages =
    read.get(locale) ??
    import(`./messages/${locale}.json`).then((file: { default: Messages }) => file.default);
  read.set(locale, messages);
  return messages;
}
