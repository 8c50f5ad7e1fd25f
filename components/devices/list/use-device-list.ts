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
import { someDevice, useLiveQueries } from '#lib/client/live-changes';
import { deviceKeys, deviceListQuery } from '#lib/client/queries/device-queries';
import { savePreferenceElsewhere, savePreferenceHere } from '#lib/client/save-preference';
import type { DeviceListItem } from '#lib/contract/device';
import type { DevicePage } from '#lib/contract/device-list';
import { toQueryString } from '#lib/domain/text/query-string';
import { useDeviceSearch } from '../../layout/filters/use-device-search.ts';
import { useDeviceTable } from './use-device-table.ts';

const none: readonly DeviceListItem[] = [];

/** The state that all parts of the list share: page, layout, selection, active row. */
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
  const [quickLookOpen, setQuickLookOpen] = useState(false);
  const [notice, setNotice] = useState('');
  /** The first row of the next page takes the focus */
  const focusNext = useRef(false);
  const table = useDeviceTable({
    devices: steady?.page.items ?? none,
    preference,
    onPreference: changePreference,
    selection,
    onSelection: select,
  });

  async function goTo(cursor: string | null): Promise<void> {
    // The visible rows are from the previous search: their cursors do not fit the new one.
    if (cursor !== null && query.isPlaceholderData) return;
    focusNext.current = document.activeElement?.closest('[data-row]') != null;
    await change({ cursor });
  }
  function selectPage(selected: boolean): void {
    // The same: it would select the rows of the page that the admin has just left.
    if (!query.isPlaceholderData) table.toggleAllRowsSelected(selected);
  }
  function openQuickLook(id: string): void {
    setActive(id);
    setQuickLookOpen(true);
  }
  return {
    preference,
    changePreference,
    search,
    change,
    query,
    pageKey: key ?? '',
    steady,
    show,
    table,
    selection,
    select,
    active,
    setActive,
    quickLookOpen,
    setQuickLookOpen,
    openQuickLook,
    notice,
    setNotice,
    focusNext,
    goTo,
    selectPage,
  };
}

export type DeviceList = ReturnType<typeof useDeviceList>;

/** The selection for the current filter. */
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

/** Dragging changes a width many times a second. */
const calmMs = 300;

/** The layout preference of the admin. A change shows at once, and a reload right after it shows it, too. */
function useListPreference(initial: ListPreference) {
  const [preference, setPreference] = useState(initial);
  const keep = useMemo(() => debounce((text: string) => savePreferenceElsewhere('list', text), calmMs), []);
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
      const text = writeListPreference(whole);
      // A reload sends its cookies before this page hears of it.
      savePreferenceHere('list', text);
      keep(text);
    },
    [preference, keep],
  );
  return { preference, change };
}

/** The search in the address, with the page size of the admin where the address has none. */
function usePagedSearch(pageSize: ListPreference['pageSize']) {
  const { search, change } = useDeviceSearch();
  return { search: useMemo(() => withPageSize(search, pageSize), [search, pageSize]), change };
}
