import { createTranslator } from 'next-intl';
import type { Locale } from './locales.ts';
import { readMessages } from './read-messages.ts';

/** Words of one namespace outside of a page: for mails to those who have none, and answers that are none of ours. */
export async function translatorOf<Namespace extends 'userText' | 'error.code' | 'error.unavailable'>(
  locale: Locale,
  namespace: Namespace,
) {
  return createTranslator({ locale, messages: await readMessages(locale), namespace });
}
