import { queryOptions } from '@tanstack/react-query';
import type { DeviceCriteria } from '../domain/device-criteria.ts';
import { deviceKeys } from './device-queries.ts';
import { toQueryString } from './query-string.ts';
import { requestJson } from './request-json.ts';

/** How many devices each value of a filter would show, beside the others that are set. */
export interface DeviceCounts {
  countedAt: string | null;
  total: number;
  /** Null: with these filters only the total is counted */
  by: {
    verdict: Counts;
    azureComplianceStatus: Counts;
    clientStatusCode: Counts;
    os: Counts;
    managementState: Counts;
    feed: Counts;
    drift: number;
    neverReported: number;
  } | null;
}
type Counts = Partial<Record<string, number>>;

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
