'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { makeQueryClient } from '#lib/client/query-client';
import { ClockProvider } from '../ui/clock.tsx';
import { TimeZoneKeeper } from './time-zone-keeper.tsx';

export function Providers({
  now,
  timeZone,
  zoneChosen,
  children,
}: {
  now: number;
  timeZone: string;
  zoneChosen: boolean;
  children: ReactNode;
}) {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <NuqsAdapter>
        <ClockProvider start={now}>
          <TimeZoneKeeper timeZone={timeZone} chosen={zoneChosen} />
          {children}
        </ClockProvider>
      </NuqsAdapter>
    </QueryClientProvider>
  );
}
