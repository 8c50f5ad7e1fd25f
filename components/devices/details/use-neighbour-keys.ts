'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent } from 'react';
import { deviceHref } from '#lib/client/lists/list-origin';
import { shortcutsAreOn } from '#lib/client/shortcuts';
import type { DeviceNeighbours } from '#lib/contract/device';

/** j goes to the next device of the list, k to the one before: while nothing is typed and no dialog is open. */
export function useNeighbourKeys({ previous, next }: DeviceNeighbours, list: string | null): void {
  const router = useRouter();
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { key, target } = event;
    const neighbour = key === 'j' ? next : key === 'k' ? previous : null;
    if (neighbour === null || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented)
      return;
    if (target instanceof Element && target.closest('input, select, textarea, dialog, [contenteditable]'))
      return;
    if (document.querySelector('dialog[open]') !== null || !shortcutsAreOn()) return;
    router.push(deviceHref(neighbour.id, list));
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
