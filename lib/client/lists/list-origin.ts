import type { NeighboursQuery } from '#lib/contract/device-list';
import { loadDeviceSearch, toDeviceFilter } from './device-search.ts';

/** The address of a device's page; `list`: the query of the list that the admin goes on from, null: from none. */
export function deviceHref(id: string, list: string | null): string {
  const path = `/devices/${id}`;
  return list === null ? path : `${path}?${new URLSearchParams({ list })}`;
}

/** Back to the list as it was. */
export function backToListHref(list: string | null): string {
  return list === null || list === '' ? '/devices' : `/devices?${list}`;
}

/** What decides who comes before and after a device in a list: its filter and sort, whichever page or view is open. */
export function neighbourQuery(list: string): NeighboursQuery {
  const search = loadDeviceSearch(new URLSearchParams(list));
  return { ...toDeviceFilter(search), sort: search.sort };
}
