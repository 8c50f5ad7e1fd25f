import { createTranslator, type Messages } from 'next-intl';
import type { Locale } from './locales.ts';

/** All messages of a language: the same object each time. */
export async function readMessages(locale: Locale): Promise<Messages> {
  const file = (await import(`./messages/${locale}.json`)) as { default: Messages };
  return file.default;
}

/** Words of one namespace outside of a page: for mails to people without a page, and for responses that Next does not make. */
export async function translatorOf<
  Namespace extends 'userText' | 'alertText' | 'userMail' | 'error.code' | 'error.unavailable',
>(locale: Locale, namespace: Namespace) {
  return createTranslator({ locale, messages: await readMessages(locale), namespace });
}
