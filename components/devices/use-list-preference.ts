'use client';

import { useCallback, useState } from 'react';
import { type ListPreference, writeListPreference } from '#lib/client/list-preference';
import { savePreference } from '#lib/i18n/save-preference';

/** How this admin wants the list; what is changed is kept at once. */
export function useListPreference(initial: ListPreference) {
  const [preference, setPreference] = useState(initial);
  const change = useCallback(
    (next: Partial<ListPreference>) => {
      const whole = { ...preference, ...next };
      setPreference(whole);
      savePreference('list', writeListPreference(whole));
    },
    [preference],
  );
  return { preference, change };
}
