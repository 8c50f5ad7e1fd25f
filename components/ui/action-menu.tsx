'use client';

import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import type { IconComponent } from './icons.tsx';

export interface MenuAction {
  label: string;
  icon: IconComponent;
  /** Why the action is disabled */
  problem?: string;
  act: () => unknown;
}

interface Props {
  label: string;
  actions: readonly MenuAction[];
  /** The menu opens next to this element, which gets the focus back */
  opener: HTMLElement;
  onClose: () => void;
}

const margin = 8;

/** A menu in a native popover: a click outside or Escape closes it. */
export function ActionMenu({ label, actions, opener, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = menu.current;
    if (element === null) return;
    element.showPopover();
    place(element, opener.getBoundingClientRect());
    element.querySelector('button')?.focus();
  }, [opener]);

  function close() {
    onClose();
    opener.focus();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Tab') return close();
    const items = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    items.at(step % items.length)?.focus();
  }

  return (
    <div
      ref={menu}
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={onKeyDown}
      onToggle={({ newState }) => newState === 'closed' && close()}
      className="fixed inset-auto m-0 w-64 max-w-[calc(100vw-1rem)] rounded-lg border border-line bg-surface p-1 text-ink shadow-lg"
    >
      {actions.map(({ label: name, icon: Icon, problem, act }) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          aria-disabled={problem !== undefined || undefined}
          onClick={() => {
            if (problem !== undefined) return;
            close();
            act();
          }}
          className="flex min-h-8 w-full items-start gap-2 rounded-md px-2 py-1.25 text-start hover:bg-accent-soft focus-visible:bg-accent-soft aria-disabled:text-muted"
        >
          <Icon aria-hidden="true" size={15} className="mt-1 shrink-0 text-muted" />
          <span>
            {name}
            {problem !== undefined && <span className="block text-xs">{problem}</span>}
          </span>
        </button>
      ))}
    </div>
  );
}

/** Places the menu below its opener, or above if there is no room, and always within the window. */
function place(menu: HTMLElement, beside: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect();
  const below = beside.bottom + margin / 2;
  const above = beside.top - margin / 2 - height;
  const top = below + height > window.innerHeight - margin && above > margin ? above : below;
  const start = Math.min(Math.max(margin, beside.right - width), window.innerWidth - width - margin);
  menu.style.insetBlockStart = `${Math.max(margin, top)}px`;
  menu.style.left = `${start}px`;
}
