'use client';

import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** Whether all rows must be in the document: to be printed, or found by the browser's own search. */
export function useWholeTable(): boolean {
  const [whole, setWhole] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const lookForText = ({ key, ctrlKey, metaKey }: KeyboardEvent) => {
      if (key === 'F3' || (key.toLowerCase() === 'f' && (ctrlKey || metaKey))) setWhole(true);
    };
    window.addEventListener('beforeprint', () => flushSync(() => setWhole(true)), { signal });
    window.addEventListener('afterprint', () => setWhole(false), { signal });
    document.addEventListener('keydown', lookForText, { signal });
    return () => listening.abort();
  }, []);
  return whole;
}
