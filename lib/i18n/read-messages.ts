import { createTranslator, type Messages } from 'next-intl';
import type { Locale } from './locales.ts';
import { plainTexts } from './plain-texts.ts';

/** Undefined in the bundle of the web build, which holds the messages as its build has parsed them. */
const here: string | undefined = import.meta.dirname;

/** All messages of a language: the same object each time. */
export async function readMessages(locale: Locale): Promise<Messages> {
  if (here !== undefined) return plainTexts(locale);
  const file = (await import(`./messages/${locale}.json`)) as { default: Messages };
  return file.default;
}

/** Words of one namespace outside of a page: for mails to people without a page, and for responses that Next does not make. */
export async function translatorOf<
  Namespace extends 'userText' | 'alertText' | 'userMail' | 'help' | 'error.code' | 'error.unavailable',
>(locale: Locale, namespace: Namespace) {
  return createTranslator({ locale, messages: await readMessages(locale), namespace });
}
