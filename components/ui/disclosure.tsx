'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { IconComponent } from './icons.tsx';

interface Props {
  /** What the button shows */
  trigger: ReactNode;
  triggerClass: string;
  /** The name of the button if it shows no text */
  label?: string;
  align?: 'start' | 'end';
  children: (close: () => void) => ReactNode;
}

/** A button that opens a box next to it. Escape, a click outside or moving the focus out closes the box. */
export function Disclosure({ trigger, triggerClass, label, align = 'start', children }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    if (!open) return;
    const listening = new AbortController();
    const closeOutside = (target: EventTarget | null) => {
      if (target instanceof Node && !root.current?.contains(target)) setOpen(false);
    };
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', ({ target }) => closeOutside(target), {
      signal: listening.signal,
    });
    document.addEventListener('focusin', ({ target }) => closeOutside(target), { signal: listening.signal });
    document.addEventListener('keydown', closeByKey, { signal: listening.signal });
    return () => listening.abort();
  }, [open]);

  const closeAndReturn = () => {
    setOpen(false);
    button.current?.focus();
  };
  const side = align === 'end' ? 'sm:end-0' : 'sm:start-0';
  return (
    <div ref={root} className="relative">
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-label={label}
        onClick={() => setOpen(!open)}
        className={triggerClass}
      >
        {trigger}
      </button>
      {open && (
        <div
          className={`z-30 max-h-[70dvh] min-w-48 overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-lg max-sm:fixed max-sm:inset-x-3 max-sm:bottom-3 sm:absolute sm:top-full sm:mt-1 sm:w-max ${side}`}
        >
          {children(closeAndReturn)}
        </div>
      )}
    </div>
  );
}

interface MenuButtonProps {
  icon: IconComponent;
  onClick: () => void;
  children: ReactNode;
}

/** An action in a disclosure. */
export function MenuButton({ icon: Icon, onClick, children }: MenuButtonProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1 text-start hover:bg-accent-soft"
    >
      <Icon aria-hidden="true" size={15} className="shrink-0 text-muted" />
      <span className="min-w-0">{children}</span>
    </button>
  );
}
