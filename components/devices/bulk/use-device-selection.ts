'use client';

import { useCallback, useSyncExternalStore } from 'react';
import { type DeviceSearch, toDeviceFilter } from '#lib/client/lists/device-search';
import {
  type DeviceSelection,
  keepSelection,
  nothingSelected,
  onSelection,
  selectionOf,
} from '#lib/client/lists/device-selection';

/** The selection within the list's filter. */
export function useDeviceSelection(search: DeviceSearch) {
  const filter = JSON.stringify(toDeviceFilter(search));
  const selection = useSyncExternalStore(
    onSelection,
    () => selectionOf(filter),
    () => nothingSelected,
  );
  const select = useCallback((next: DeviceSelection) => keepSelection(filter, next), [filter]);
  return { selection, select };
}
