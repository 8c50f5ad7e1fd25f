import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import compile from 'icu-minify/compile';
import type { Messages } from 'next-intl';
import { projectRoot } from '../paths.ts';
import { pseudoMessages } from './pseudo-messages.ts';

/** As the build does it for the languages: here of what stands in the file, since what is built cannot be disguised. */
export async function readPseudoMessages(): Promise<Messages> {
  const file = await readFile(join(projectRoot, 'lib', 'i18n', 'messages', 'en.json'), 'utf8');
  return compiled(pseudoMessages(JSON.parse(file) as Tree)) as unknown as Messages;
}

interface Tree {
  [key: string]: string | Tree;
}

function compiled(tree: Tree): object {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === 'string' ? compile(value) : compiled(value),
    ]),
  );
}
