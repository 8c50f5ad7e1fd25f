import { dehydrate, HydrationBoundary, type QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { MessageGroup } from '#lib/i18n/page-messages';
import { PageMessages } from './page-messages.tsx';

interface Props {
  /** Groups of messages that this page shows, besides what all pages have */
  messages: readonly MessageGroup[];
  /** What was read for it already */
  client: QueryClient;
  children: ReactNode;
}

/** A page of the console, with what its screen starts with. */
export function ConsolePage({ messages, client, children }: Props) {
  return (
    <PageMessages groups={messages}>
      <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>
    </PageMessages>
  );
}
