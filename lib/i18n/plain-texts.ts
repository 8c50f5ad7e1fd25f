import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Messages } from 'next-intl';
import { projectRoot } from '../paths.ts';
import type { Locale } from './locales.ts';

const known = new Map<Locale, Messages>();

/** All messages of a language as their file holds them: outside of what Next has built. */
export function plainTexts(locale: Locale): Messages {
  const messages: Messages =
    known.get(locale) ??
    JSON.parse(readFileSync(join(projectRoot, 'lib/i18n/messages', `${locale}.json`), 'utf8'));
  known.set(locale, messages);
  return messages;
}
