'use client';

import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { toDeviceQuery } from '#lib/client/lists/device-search';
import type { ListPreference } from '#lib/client/lists/list-preference';
import { usePageUpdates } from '#lib/client/lists/use-page-updates';
import { deviceKeys, deviceListQuery } from '#lib/client/queries/device-queries';
import { toQueryString } from '#lib/client/query-string';
import { someDevice, useLiveQueries } from '#lib/client/use-live-queries';
import type { DeviceListItem, DevicePage } from '#lib/contract/device';
import { useDeviceSelection } from '../bulk/use-device-selection.ts';
import { useDeviceTable } from './use-device-table.ts';
import { useListPreference } from './use-list-preference.ts';
import { usePagedSearch } from './use-paged-search.ts';

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
