import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { DeviceDetail } from '#lib/contract/device';
import type { DevicePage } from '#lib/contract/device-list';
import { type DeviceSearch, toDeviceFilter, toDeviceQuery } from '../lists/device-search.ts';
import { toQueryString } from '../query-string.ts';
import { requestJson } from '../request-json.ts';

const devicePath = (id: string) => `/api/v1/devices/${encodeURIComponent(id)}`;

export const deviceKeys = {
  all: ['devices'] as const,
  lists: ['devices', 'list'] as const,
  one: (id: string) => ['devices', 'one', id] as const,
  histories: (id: string) => ['devices', 'histories', id] as const,
};

export function deviceListQuery(search: DeviceSearch) {
  const query = toDeviceQuery(search);
  return queryOptions({
    queryKey: [...deviceKeys.lists, query],
    queryFn: ({ signal }) => requestJson<DevicePage>(`/api/v1/devices?${toQueryString(query)}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** The exact number of those that match, however many: asked for only on request. */
export function deviceCountQuery(search: DeviceSearch) {
  const filter = toDeviceFilter(search);
  const query = toQueryString({ ...filter, limit: 1, count: 'exact' });
  return queryOptions({
    queryKey: [...deviceKeys.all, 'count', filter],
    queryFn: async ({ signal }) =>
      (await requestJson<DevicePage>(`/api/v1/devices?${query}`, { signal })).total?.value ?? 0,
  });
}

export function deviceQuery(id: string) {
  return queryOptions({
    queryKey: deviceKeys.one(id),
    queryFn: ({ signal }) => requestJson<DeviceDetail>(devicePath(id), { signal }),
  });
}
