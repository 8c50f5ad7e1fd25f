import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ConnectionState, ProvisionAnswer } from '#lib/contract/connection';
import { call } from '../call.ts';
import { deviceKeys } from './device-queries.ts';

export function connectionQuery() {
  return queryOptions({
    queryKey: ['connection'],
    queryFn: ({ signal }) => call('GET /api/v1/connection', { signal }),
  });
}

/** The last check of the link. */
export function lastPreflightQuery() {
  return queryOptions({
    queryKey: ['preflight'],
    queryFn: ({ signal }) => call('GET /api/v1/connection/preflight', { signal }),
  });
}

/** How many devices a resync reports. */
export function managedCountQuery() {
  return queryOptions({
    queryKey: ['connection', 'managed-count'],
    queryFn: async ({ signal }) => {
      const query = { managementState: ['managed' as const], limit: 1, count: true as const };
      return (await call('GET /api/v1/devices', { query, signal })).total ?? null;
    },
  });
}

/** Verbs that return the new state of the connection. */
export type ConnectionVerb = 'pause' | 'resume' | 'resync' | 'deprovision' | 'provision';

/** `warnings`: only from provisioning */
type Changed = ConnectionState & Partial<Pick<ProvisionAnswer, 'warnings'>>;

export function changeConnection(client: QueryClient, verb: ConnectionVerb) {
  return mutationOptions({
    mutationFn: (): Promise<Changed> => call(`POST /api/v1/connection/${verb}`),
    onSuccess: ({ warnings: _, ...state }) => {
      client.setQueryData(connectionQuery().queryKey, state);
    },
    // A failure may also have changed something: deprovisioning pauses first.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: connectionQuery().queryKey, exact: true }),
        client.invalidateQueries({ queryKey: deviceKeys.all }),
      ]),
  });
}

export function runPreflight(client: QueryClient) {
  return mutationOptions({
    mutationFn: () => call('POST /api/v1/connection/preflight'),
    onSuccess: (preflight) => {
      client.setQueryData(lastPreflightQuery().queryKey, { preflight });
    },
    onSettled: () => client.invalidateQueries({ queryKey: connectionQuery().queryKey, exact: true }),
  });
}
