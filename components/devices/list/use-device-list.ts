'use client';

import { useQuery } from '@tanstack/react-query';
import { debounce } from 'es-toolkit';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { type DeviceSearch, toDeviceFilter, toDeviceQuery } from '#lib/client/lists/device-search';
import {
  type DeviceSelection,
  keepSelection,
  nothingSelected,
  onSelection,
  selectionOf,
} from '#lib/client/lists/device-selection';
import { type ListPreference, withPageSize, writeListPreference } from '#lib/client/lists/list-preference';
import { usePageUpdates } from '#lib/client/lists/page-updates';
import { savePreference } from '#lib/client/preferences';
import { deviceKeys, deviceListQuery } from '#lib/client/queries/device-queries';
import { toQueryString } from '#lib/client/query-string';
import { someDevice, useLiveQueries } from '#lib/client/use-live-queries';
import type { DeviceListItem } from '#lib/contract/device';
import type { DevicePage } from '#lib/contract/device-list';
import { useDeviceSearch } from '../filters/use-device-search.ts';
import { useDeviceTable } from './use-device-table.ts';

const none: readonly DeviceListItem[] = [];

/** All that the list's parts share: the page, the table's layout, what is chosen and where the keyboard stands. */
export function useDeviceList(initial: ListPreference) {
  const { preference, change: changePreference } = useListPreference(initial);
  const { search, change } = usePagedSearch(preference.pageSize);
  const query = useQuery(deviceListQuery(search));
  useLiveQueries(deviceKeys.lists, someDevice);
  const { key, steady, show } = usePageUpdates<DeviceListItem, DevicePage>({
    key: toQueryString(toDeviceQuery(search)),
    page: query.isPlaceholderData ? undefined : query.data,
  });
  const { selection, select } = useDeviceSelection(search);
  const [active, setActive] = useState<string | null>(null);
  const [looking, setLooking] = useState(false);
  const [notice, setNotice] = useState('');
  /** The next page that comes takes the focus into its first row */
  const focusNext = useRef(false);
  const table = useDeviceTable({
    devices: steady?.page.items ?? none,
    preference,
    onPreference: changePreference,
    selection,
    onSelection: select,
  });

  async function goTo(cursor: string | null): Promise<void> {
    // The rows still shown are of another list: its pages are not pages of the one that was asked for.
    if (cursor !== null && query.isPlaceholderData) return;
    focusNext.current = document.activeElement?.closest('[data-row]') != null;
    await change({ cursor });
  }
  function lookAt(id: string): void {
    setActive(id);
    setLooking(true);
  }
  return {
    ...{ preference, changePreference, search, change, query, steady, show, table, selection, select },
    ...{ active, setActive, looking, setLooking, lookAt, notice, setNotice, focusNext, goTo },
    pageKey: key ?? '',
  };
}

export type DeviceList = ReturnType<typeof useDeviceList>;

/** The selection within the list's filter. */
function useDeviceSelection(search: DeviceSearch) {
  const filter = JSON.stringify(toDeviceFilter(search));
  const selection = useSyncExternalStore(
    onSelection,
    () => selectionOf(filter),
    () => nothingSelected,
  );
  const select = useCallback((next: DeviceSelection) => keepSelection(filter, next), [filter]);
  return { selection, select };
}

/** Whoever draws a width changes it many times a second. */
const calmMs = 300;

/** How this admin wants the list; what is changed shows at once, and is kept. */
function useListPreference(initial: ListPreference) {
  const [preference, setPreference] = useState(initial);
  const keep = useMemo(
    () => debounce((whole: ListPreference) => savePreference('list', writeListPreference(whole)), calmMs),
    [],
  );
  useEffect(() => {
    const flush = () => keep.flush();
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [keep]);
  const change = useCallback(
    (next: Partial<ListPreference>) => {
      const whole = { ...preference, ...next };
      setPreference(whole);
      keep(whole);
    },
    [preference, keep],
  );
  return { preference, change };
}

/** The search of the address; where it names no page size, the admin's own. */
function usePagedSearch(pageSize: ListPreference['pageSize']) {
  const { search, change } = useDeviceSearch();
  return { search: useMemo(() => withPageSize(search, pageSize), [search, pageSize]), change };
}
