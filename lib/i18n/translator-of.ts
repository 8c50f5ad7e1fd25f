import { createTranslator, type Messages } from 'next-intl';
import type { Locale } from './locales.ts';

/** Words of one namespace in a language that need not be the page's: for mails to those who have no page of their own. */
export async function translatorOf(locale: Locale, namespace: 'userText') {
  const file = (await import(`./messages/${locale}.json`)) as { default: Messages };
  return createTranslator({ locale, messages: file.default, namespace });
}
