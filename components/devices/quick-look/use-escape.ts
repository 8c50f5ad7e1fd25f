'use client';

import { useEffect, useEffectEvent } from 'react';

/** Escape, unless a dialog, a menu or an open list above has it for itself. */
export function useEscape(act: () => void): void {
  const latest = useEffectEvent(act);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const taken = document.querySelector('dialog[open], :popover-open, main [aria-expanded="true"]');
      if (event.key === 'Escape' && !event.defaultPrevented && taken === null) latest();
    };
    document.addEventListener('keydown', listen, { capture: true });
    return () => document.removeEventListener('keydown', listen, { capture: true });
  }, []);
}
