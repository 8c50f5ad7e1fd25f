'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { ClockProvider } from '#components/ui/clock';
import { beginToListen } from '#lib/client/early-input';
import { makeQueryClient } from '#lib/client/query-client';
import { showTimeZone } from '#lib/client/save-preference';
import { AddressProvider } from './address-provider.tsx';

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
  useEffect(beginToListen, []);
  return (
    <QueryClientProvider client={client}>
      <AddressProvider>
        <ClockProvider start={now}>
          <TimeZoneKeeper timeZone={timeZone} chosen={zoneChosen} />
          {children}
        </ClockProvider>
      </AddressProvider>
    </QueryClientProvider>
  );
}

/** Sends the browser's time zone to the server once, unless the admin chose one. Only the very first page is in UTC. */
function TimeZoneKeeper({ timeZone, chosen }: { timeZone: string; chosen: boolean }) {
  const router = useRouter();
  useEffect(() => {
    const actual = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (chosen || !actual || actual === timeZone) return;
    showTimeZone(actual);
    router.refresh();
  }, [router, timeZone, chosen]);
  return null;
}
