import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { DeviceNeighbours } from '#lib/contract/device-list';
import type { ReportDetail } from '#lib/contract/report';
import type { TimelinePage } from '#lib/contract/timeline';
import type { UserText } from '#lib/contract/user-text';
import type { TimelineKind } from '#lib/domain/devices/timeline';
import type { Locale } from '#lib/i18n/locales';
import { neighbourQuery } from '../lists/list-origin.ts';
import { toQueryString } from '../query-string.ts';
import { RequestFailed, requestJson } from '../request-json.ts';
import { deviceKeys } from './device-queries.ts';

const devicePath = (id: string) => `/api/v1/devices/${encodeURIComponent(id)}`;
const firstPage: string | null = null;
const timelinePageSize = 20;

/** `kinds`: none is all. */
export function timelineQuery(id: string, kinds: readonly TimelineKind[]) {
  const kind = kinds.length > 0 ? { kind: kinds } : {};
  return infiniteQueryOptions({
    queryKey: [...deviceKeys.histories(id), kinds],
    queryFn: ({ pageParam, signal }) => {
      const page = { limit: timelinePageSize, ...(pageParam !== null && { cursor: pageParam }) };
      return requestJson<TimelinePage>(`${devicePath(id)}/timeline?${toQueryString({ ...kind, ...page })}`, {
        signal,
      });
    },
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** Changes with the device, whose key it stands under. */
export function userTextQuery(id: string, locale: Locale) {
  return queryOptions({
    queryKey: [...deviceKeys.one(id), 'user-text', locale],
    queryFn: ({ signal }) =>
      requestJson<UserText>(`${devicePath(id)}/user-text?${toQueryString({ locale })}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** What was sent of a device never changes. */
export function payloadQuery(reportId: string) {
  return queryOptions({
    queryKey: ['reports', 'payload', reportId],
    queryFn: async ({ signal }) => {
      const path = `/api/v1/reports/${encodeURIComponent(reportId)}`;
      return (await requestJson<ReportDetail>(path, { signal })).payload;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Who stands before and after a device in a list; null: the list is none, or the device is not in it any more. */
export function neighboursQuery(id: string, list: string | null) {
  return queryOptions({
    queryKey: [...deviceKeys.all, 'neighbours', id, list],
    queryFn: async ({ signal }) => {
      const path = `${devicePath(id)}/neighbours?${neighbourQuery(list ?? '')}`;
      return requestJson<DeviceNeighbours>(path, { signal }).catch((error) => {
        if (error instanceof RequestFailed && (error.problem?.status ?? 404) < 500) return null;
        throw error;
      });
    },
    enabled: list !== null,
    staleTime: 30_000,
  });
}
