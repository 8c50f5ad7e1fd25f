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

/** The messages of some groups. */
export function messagesOf(all: Messages, groups: readonly MessageGroup[]): Partial<Messages> {
  return pick(all, [...groups]);
}
