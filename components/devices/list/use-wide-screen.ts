'use client';

import { useSyncExternalStore } from 'react';

/** As `.sheet` in globals.css: narrower than this, rows are cards and the page itself scrolls. */
const query = '(width >= 56rem)';

function onChange(listener: () => void): () => void {
  const list = window.matchMedia(query);
  list.addEventListener('change', listener);
  return () => list.removeEventListener('change', listener);
}

/** Room for a table; the server takes it for granted. */
export function useWideScreen(): boolean {
  return useSyncExternalStore(
    onChange,
    () => window.matchMedia(query).matches,
    () => true,
  );
}
