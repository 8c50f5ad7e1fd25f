'use client';

import { type Messages, NextIntlClientProvider, useLocale } from 'next-intl';
import { createContext, type ReactNode, useContext, useMemo } from 'react';

interface Props {
  /** Groups of messages as JSON: as one text they are cheap to send, to read and to keep. */
  messages: string;
  children: ReactNode;
}

const Around = createContext<Partial<Messages>>({});

/** Adds to the messages from around it. */
export function MoreMessages({ messages, children }: Props) {
  const outer = useContext(Around);
  const all = useMemo(
    () => ({ ...outer, ...(JSON.parse(messages) as Partial<Messages>) }),
    [outer, messages],
  );
  return (
    <Around value={all}>
      <NextIntlClientProvider locale={useLocale()} messages={all}>
        {children}
      </NextIntlClientProvider>
    </Around>
  );
}
