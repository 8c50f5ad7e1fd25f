import { mutationOptions, type QueryClient } from '@tanstack/react-query';
import type { DeviceCriteria } from '../domain/device-criteria.ts';
import { deviceKeys } from './device-queries.ts';
import { requestJson } from './request-json.ts';

/** Which devices: named, or all that match a filter when the action is taken. */
export type BulkTarget = { deviceIds: string[] } | { filter: DeviceCriteria };

function start(client: QueryClient, path: string) {
  return mutationOptions({
    mutationFn: (target: BulkTarget & { confirmedCount?: number }) =>
      requestJson<{ id: string; total: number }>(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(target),
      }),
    onSettled: () => client.invalidateQueries({ queryKey: deviceKeys.all }),
  });
}

export const startBulkReport = (client: QueryClient) => start(client, '/api/v1/bulk-reports');
export const startBulkRetire = (client: QueryClient) => start(client, '/api/v1/bulk-retirements');
