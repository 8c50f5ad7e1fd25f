import { createTranslator, type Messages } from 'next-intl';
import type { Locale } from './locales.ts';

/** Words of one namespace outside of a page: for mails to those who have none, and answers that are none of ours. */
export async function translatorOf<Namespace extends 'userText' | 'error.code'>(
  locale: Locale,
  namespace: Namespace,
) {
  const file = (await import(`./messages/${locale}.json`)) as { default: Messages };
  return createTranslator({ locale, messages: file.default, namespace });
}
