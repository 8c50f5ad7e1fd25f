import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import { type MessageGroup, messagesText } from '#lib/i18n/page-messages';
import { MoreMessages } from './more-messages.tsx';

interface Props {
  /** Groups of messages for the content, in addition to those of every page */
  groups: readonly MessageGroup[];
  children: ReactNode;
}

/** Sends groups of messages to the browser, for the components inside. */
export async function PageMessages({ groups, children }: Props) {
  return <MoreMessages messages={messagesText(await getMessages(), groups)}>{children}</MoreMessages>;
}
