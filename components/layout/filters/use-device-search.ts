'use client';

import { useQueryStates } from 'nuqs';
import { createContext, useCallback, useContext } from 'react';
import { type DeviceSearch, deviceSearchParsers, filterNames } from '#lib/client/lists/device-search';
import type { ViewQuery } from '#lib/contract/view';

export type FilterChange = { [K in keyof DeviceSearch]?: DeviceSearch[K] | null };

const nothing: FilterChange = { ...Object.fromEntries(filterNames.map((name) => [name, null])), q: null };

interface DeviceFilters {
  search: DeviceSearch;
  change: (next: FilterChange) => unknown;
  clear: () => unknown;
}

/** For a form that holds a filter of its own: below it, the parts of the filter bar edit that filter instead of the list's. */
export const OwnFilter = createContext<DeviceFilters | null>(null);

/** The filter that is edited here: the list's, or that of a form. */
export function useDeviceFilters(): DeviceFilters {
  const own = useContext(OwnFilter);
  const list = useDeviceSearch();
  return own ?? list;
}

/** The filters, sort order and page of the list, kept in the address. A change goes to page one; Back undoes it. */
export function useDeviceSearch() {
  const [search, setSearch] = useQueryStates(deviceSearchParsers, { history: 'push', shallow: true });
  const change = useCallback((next: FilterChange) => setSearch({ cursor: null, ...next }), [setSearch]);
  const clear = useCallback(() => change({ ...nothing, view: null }), [change]);
  const show = useCallback(
    ({ filter, sort }: ViewQuery, view: string | null) =>
      change({ ...nothing, ...(filter as FilterChange), sort, view }),
    [change],
  );
  return { search, change, clear, show };
}
