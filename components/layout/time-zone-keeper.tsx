'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { showTimeZone } from '#lib/client/preferences';

/** Tells the server the browser's time zone, once, unless its admin chose one; the first paint ever is in UTC. */
export function TimeZoneKeeper({ timeZone, chosen }: { timeZone: string; chosen: boolean }) {
  const router = useRouter();
  useEffect(() => {
    const actual = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (chosen || !actual || actual === timeZone) return;
    showTimeZone(actual);
    router.refresh();
  }, [router, timeZone, chosen]);
  return null;
}
