import type { Messages } from 'next-intl';
import type { Locale } from './locales.ts';

/** All messages of a language: the same object each time. */
export async function readMessages(locale: Locale): Promise<Messages> {
  const file = (await import(`./messages/${locale}.json`)) as { default: Messages };
  return file.default;
}
