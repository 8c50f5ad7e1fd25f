'use client';

import { useEffect, useEffectEvent } from 'react';
import type { DeviceList } from '../use-device-list.ts';

const fields = 'input:not([type="checkbox"]), textarea, select, [contenteditable="true"]';

/** Single-key shortcuts of the page. Off in text fields, while a dialog is open, or by preference. */
export function useTableShortcuts(list: DeviceList, onHelp: () => void): void {
  const { preference, steady, quickLookOpen, active } = list;
  const rows = steady?.page.items ?? [];
  const page = steady?.page;

  const keys: Record<string, () => void> = {
    '/': () => document.querySelector<HTMLInputElement>('main input[type="search"]')?.focus(),
    '?': onHelp,
    n: () => page?.nextCursor != null && void list.goTo(page.nextCursor),
    p: () => page?.prevCursor != null && void list.goTo(page.prevCursor),
    q: () => (quickLookOpen ? list.setQuickLookOpen(false) : list.openQuickLook(active ?? rows[0]?.id ?? '')),
  };
  keys[']'] = keys.n as () => void;
  keys['['] = keys.p as () => void;

  const press = useEffectEvent((event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    const typing = target instanceof Element && target.closest(fields) !== null;
    const busy = document.querySelector('dialog[open], :popover-open') !== null;
    if (event.defaultPrevented || ctrlKey || metaKey || altKey || typing || busy) return;
    const act = preference.shortcuts ? keys[key] : undefined;
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
