import { pick } from 'es-toolkit';
import type { Messages } from 'next-intl';

export type MessageGroup = keyof Messages;

/** Groups of messages that every page brings to the browser; each page names what it shows besides. */
export const sharedMessages = [
  'app',
  'common',
  'error',
  'list',
  'role',
  'shell',
] as const satisfies MessageGroup[];

const texts = new WeakMap<Messages, Map<string, string>>();

/** The messages of some groups as JSON; made once for each set of messages, of which there is one a language. */
export function messagesText(all: Messages, groups: readonly MessageGroup[]): string {
  const made = texts.get(all) ?? new Map<string, string>();
  texts.set(all, made);
  const key = groups.join(' ');
  const text = made.get(key) ?? JSON.stringify(pick(all, [...groups]));
  made.set(key, text);
  return text;
}
