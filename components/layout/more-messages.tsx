'use client';

import { type Messages, NextIntlClientProvider, useLocale, useMessages } from 'next-intl';
import { type ReactNode, useMemo } from 'react';

interface Props {
  /** Groups of messages as JSON: one string is cheap to send, parse and keep */
  messages: string;
  children: ReactNode;
}

/** Adds messages to those of the components around it. */
export function MoreMessages({ messages, children }: Props) {
  const outer = useMessages();
  const all = useMemo(
    () => ({ ...outer, ...(JSON.parse(messages) as Partial<Messages>) }),
    [outer, messages],
  );
  return (
    <NextIntlClientProvider locale={useLocale()} messages={all}>
      {children}
    </NextIntlClientProvider>
  );
}
