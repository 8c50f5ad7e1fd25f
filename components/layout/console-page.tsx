import { dehydrate, HydrationBoundary, type QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { unavailableError } from '#lib/http/pages/unavailable-error';
import type { MessageGroup } from '#lib/i18n/page-messages';
import { PageMessages } from './page-messages.tsx';

interface Props {
  /** Groups of messages that this page shows, in addition to those of every page */
  messages: readonly MessageGroup[];
  /** Holds the data that the server already read */
  client: QueryClient;
  children: ReactNode;
}

/** A page of the console, with the messages and data that its screen starts with. */
export function ConsolePage({ messages, client, children }: Props) {
  // If a read failed, the screen tries again. Without a database there is no page at all.
  for (const { state } of client.getQueryCache().getAll()) {
    const unavailable = unavailableError(state.error);
    if (unavailable !== null) throw unavailable;
  }
  return (
    <PageMessages groups={messages}>
      <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>
    </PageMessages>
  );
}
