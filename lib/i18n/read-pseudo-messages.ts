import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import compile from 'icu-minify/compile';
import type { Messages } from 'next-intl';
import { projectRoot } from '../paths.ts';
import { type MessageTree, mapMessages, pseudoMessages } from './pseudo-messages.ts';

/** As the build does it for the languages: here of what stands in the file, since what is built cannot be disguised. */
export async function readPseudoMessages(): Promise<Messages> {
  const file = await readFile(join(projectRoot, 'lib', 'i18n', 'messages', 'en.json'), 'utf8');
  return mapMessages(pseudoMessages(JSON.parse(file) as MessageTree), compile) as Messages;
}
