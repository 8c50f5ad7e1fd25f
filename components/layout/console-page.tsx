import { dehydrate, HydrationBoundary, type QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { unavailableError } from '#lib/http/pages/unavailable-error';
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
  // What could not be read, the screen asks for by itself; without a database there is no page.
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
