import type { DeviceQuery, NeighboursQuery } from '#lib/contract/device-list';
import type { ReportLogQuery } from '#lib/contract/report';
import { pastedBounds } from '#lib/domain/devices/search-text';
import { toQueryString } from '#lib/domain/text/query-string';
import { listHref, loadDeviceSearch, toDeviceFilter } from './device-search.ts';
import { parseAsTextUpTo } from './search-state.ts';

/** The address of the device list with filters of the API. */
export function devicesHref(filter: Partial<DeviceQuery>): string {
  return withQuery('/devices', filter);
}

/** The address of the reports log with filters of the API. */
export function reportsHref(filter: Partial<ReportLogQuery>): string {
  return withQuery('/reports', filter);
}

function withQuery(path: string, query: object): string {
  const text = toQueryString(query);
  return text === '' ? path : `${path}?${text}`;
}

/** The address of a device's page; `list`: the query of the list that the admin comes from, or null. */
export function deviceHref(id: string, list: string | null): string {
  const path = `/devices/${id}`;
  return list === null ? path : `${path}?${new URLSearchParams({ list })}`;
}

/** The server refuses these in a path: what some read in one way and others in another. */
const misleading = /\\|^\/|\/\/|\/$|(?:^|\/)\.\.?(?:\/|$)/;

/** The address of the page of a person, by the user principal name; of the list, if no path can have the name. */
export function userHref(name: string): string {
  return misleading.test(name) ? listHref({ id: [name] }) : `/users/${encodeURIComponent(name)}`;
}

/** The name in such an address; null: it is none that a device could have. */
export function userNameOf(part: string): string | null {
  try {
    return parseAsTextUpTo(pastedBounds.valueLetters).parse(decodeURIComponent(part));
  } catch {
    return null;
  }
}

/** The address of the list as it was. */
export function backToListHref(list: string | null): string {
  return list === null || list === '' ? '/devices' : `/devices?${list}`;
}

/** The part of a list's address that decides the order of devices: filter and sort, but not page or view. */
export function neighbourQuery(list: string): NeighboursQuery {
  const search = loadDeviceSearch(new URLSearchParams(list));
  return { ...toDeviceFilter(search), sort: search.sort };
}
