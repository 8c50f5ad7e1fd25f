import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import compile from 'icu-minify/compile';
import { cookies, headers } from 'next/headers';
import type { Messages } from 'next-intl';
import { getRequestConfig } from 'next-intl/server';
import { projectRoot } from '../paths.ts';
import { localeFor } from './negotiate-locale.ts';
import { parseTimeZone, preferenceCookies } from './preference-cookies.ts';
import { type MessageTree, mapMessages, pseudoLocale, pseudoMessages } from './pseudo-messages.ts';
import { readMessages } from './read-messages.ts';

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

/** As the build does it for the languages: here from the source file, since a built message cannot be disguised. */
async function readPseudoMessages(): Promise<Messages> {
  const file = await readFile(join(projectRoot, 'lib', 'i18n', 'messages', 'en.json'), 'utf8');
  return mapMessages(pseudoMessages(JSON.parse(file) as MessageTree), compile) as Messages;
}
