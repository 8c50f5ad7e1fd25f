'use client';

import { debounce } from 'es-toolkit';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type ListPreference, writeListPreference } from '#lib/client/lists/list-preference';
import { savePreference } from '#lib/client/preferences';

/** Whoever draws a width changes it many times a second. */
const calmMs = 300;

/** How this admin wants the list; what is changed shows at once, and is kept. */
export function useListPreference(initial: ListPreference) {
  const [preference, setPreference] = useState(initial);
  const keep = useMemo(
    () => debounce((whole: ListPreference) => savePreference('list', writeListPreference(whole)), calmMs),
    [],
  );
  useEffect(() => {
    const flush = () => keep.flush();
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [keep]);
  const change = useCallback(
    (next: Partial<ListPreference>) => {
      const whole = { ...preference, ...next };
      setPreference(whole);
      keep(whole);
    },
    [preference, keep],
  );
  return { preference, change };
}
