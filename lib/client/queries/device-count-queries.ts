import { queryOptions } from '@tanstack/react-query';
import type { DeviceCounts } from '#lib/contract/device-counts';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import { toQueryString } from '../query-string.ts';
import { requestJson } from '../request-json.ts';
import { deviceKeys } from './device-queries.ts';

/** For the choices of a filter: without them the choices stand alone. */
export function deviceCountsQuery(filter: DeviceCriteria) {
  const query = toQueryString(filter);
  return queryOptions({
    queryKey: [...deviceKeys.all, 'counts', filter],
    queryFn: ({ signal }) => requestJson<DeviceCounts>(`/api/v1/devices/counts?${query}`, { signal }),
    retry: false,
    staleTime: 30_000,
  });
}
