'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { savePreference } from '#lib/i18n/save-preference';

/** Tells the server the browser's time zone, once; the first paint ever is in UTC. */
export function TimeZoneKeeper({ timeZone }: { timeZone: string }) {
  const router = useRouter();
  useEffect(() => {
    const actual = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!actual || actual === timeZone) return;
    savePreference('timeZone', actual);
    router.refresh();
  }, [router, timeZone]);
  return null;
}
