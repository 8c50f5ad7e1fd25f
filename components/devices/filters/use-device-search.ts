'use client';

import { useQueryStates } from 'nuqs';
import { useCallback } from 'react';
import { type DeviceSearch, deviceSearchParsers, filterNames } from '#lib/client/lists/device-search';
import type { ViewQuery } from '#lib/contract/view';

type Change = { [K in keyof DeviceSearch]?: DeviceSearch[K] | null };

const nothing: Change = { ...Object.fromEntries(filterNames.map((name) => [name, null])), q: null };

/** The filters, sort order and page of the list, kept in the address. A change goes to page one; Back undoes it. */
export function useDeviceSearch() {
  const [search, setSearch] = useQueryStates(deviceSearchParsers, { history: 'push', shallow: true });
  const change = useCallback((next: Change) => setSearch({ cursor: null, ...next }), [setSearch]);
  const clear = useCallback(() => change({ ...nothing, view: null }), [change]);
  const show = useCallback(
    ({ filter, sort }: ViewQuery, view: string | null) =>
      change({ ...nothing, ...(filter as Change), sort, view }),
    [change],
  );
  return { search, change, clear, show };
}
