import { queryOptions } from '@tanstack/react-query';
import type { ConnectionState, LastPreflight } from '#lib/contract/connection';
import type { DevicePage } from '#lib/contract/device-list';
import { requestJson } from '../request-json.ts';

export function connectionQuery() {
  return queryOptions({
    queryKey: ['connection'],
    queryFn: ({ signal }) => requestJson<ConnectionState>('/api/v1/connection', { signal }),
  });
}

/** The last check of the link. */
export function lastPreflightQuery() {
  return queryOptions({
    queryKey: ['preflight'],
    queryFn: ({ signal }) => requestJson<LastPreflight>('/api/v1/connection/preflight', { signal }),
  });
}

/** How many devices a resync is about. */
export function managedCountQuery() {
  const path = '/api/v1/devices?managementState=managed&limit=1&count=true';
  return queryOptions({
    queryKey: ['connection', 'managed-count'],
    queryFn: async ({ signal }) => (await requestJson<DevicePage>(path, { signal })).total ?? null,
  });
}
