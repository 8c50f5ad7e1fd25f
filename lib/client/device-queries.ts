import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { DeviceDetail, DevicePage } from '../contract/device.ts';
import type { CheckInPage, ReportPage } from '../contract/report.ts';
import { type DeviceSearch, toDeviceFilter, toDeviceQuery } from './device-search.ts';
import { toQueryString } from './query-string.ts';
import { requestJson } from './request-json.ts';

const calm = 5_000;
const eager = 1_000;
export const historyPageSize = 10;

const devicePath = (id: string) => `/api/v1/devices/${encodeURIComponent(id)}`;
const historyPath = (id: string, kind: 'reports' | 'check-ins', cursor: string | null) =>
  `${devicePath(id)}/${kind}?${toQueryString({ limit: historyPageSize, ...(cursor !== null && { cursor }) })}`;
const firstPage: string | null = null;

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

/** Asks every second while an answer of Microsoft's is near, so that nobody has to reload. */
export function deviceQuery(id: string) {
  return queryOptions({
    queryKey: deviceKeys.one(id),
    queryFn: ({ signal }) => requestJson<DeviceDetail>(devicePath(id), { signal }),
    refetchInterval: ({ state: { data } }) => {
      const moving = data && (data.azureComplianceStatus === 'in_progress' || data.due !== null);
      return moving && data.obstacle === null ? eager : calm;
    },
  });
}

export function deviceReportsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: [...deviceKeys.histories(id), 'reports'],
    queryFn: ({ pageParam, signal }) =>
      requestJson<ReportPage>(historyPath(id, 'reports', pageParam), { signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function deviceCheckInsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: [...deviceKeys.histories(id), 'check-ins'],
    queryFn: ({ pageParam, signal }) =>
      requestJson<CheckInPage>(historyPath(id, 'check-ins', pageParam), { signal }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor,
  });
}
