'use client';

import { type ReactNode, useEffect, useRef } from 'react';

const fields = 'input:not([type="hidden"]), textarea, select, button, a[href]';

/** Moves the focus to its first field as it appears, and again where the focused one goes, such as when choices are loaded. */
export function FocusFirst({ className, children }: { className?: string; children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = ref.current;
    if (box === null) return;
    let last: Element | null = null;
    const focusFirst = () => {
      const lost = last === null ? !box.contains(document.activeElement) : !last.isConnected;
      if (!lost) return;
      const chosen = box.querySelector<HTMLElement>('input[type="radio"]:checked');
      (chosen ?? box.querySelector<HTMLElement>(fields))?.focus();
    };
    const remember = ({ target }: FocusEvent) => {
      last = target instanceof Element ? target : null;
    };
    box.addEventListener('focusin', remember);
    const observer = new MutationObserver(focusFirst);
    observer.observe(box, { childList: true, subtree: true });
    focusFirst();
    return () => {
      observer.disconnect();
      box.removeEventListener('focusin', remember);
    };
  }, []);
  return (
    <div ref={ref} className={className}>
      {children}
    </div>
  );
}
