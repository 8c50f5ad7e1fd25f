import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import { type MessageGroup, messagesText } from '#lib/i18n/page-messages';
import { MoreMessages } from './more-messages.tsx';

interface Props {
  /** What is shown in here, besides what all pages have */
  groups: readonly MessageGroup[];
  children: ReactNode;
}

/** Brings groups of messages to the browser for what is inside. */
export async function PageMessages({ groups, children }: Props) {
  return <MoreMessages messages={messagesText(await getMessages(), groups)}>{children}</MoreMessages>;
}
