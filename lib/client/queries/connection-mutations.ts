import { mutationOptions, type QueryClient } from '@tanstack/react-query';
import type { ConnectionState, PreflightAnswer, ProvisionAnswer } from '#lib/contract/connection';
import { post } from '../request-json.ts';
import { connectionQuery, lastPreflightQuery } from './connection-queries.ts';
import { deviceKeys } from './device-queries.ts';

const path = '/api/v1/connection';

/** Verbs whose answer is the connection as it then stands. */
export type ConnectionVerb = 'pause' | 'resume' | 'resync' | 'deprovision' | 'provision';

/** `warnings`: of provisioning alone */
type Answer = ConnectionState & Partial<Pick<ProvisionAnswer, 'warnings'>>;

export function changeConnection(client: QueryClient, verb: ConnectionVerb) {
  return mutationOptions({
    mutationFn: () => post<Answer>(`${path}/${verb}`),
    onSuccess: ({ warnings: _, ...state }) => {
      client.setQueryData(connectionQuery().queryKey, state);
    },
    // What failed half-way may have changed something, too: deprovisioning pauses first.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: connectionQuery().queryKey, exact: true }),
        client.invalidateQueries({ queryKey: deviceKeys.all }),
      ]),
  });
}

export function runPreflight(client: QueryClient) {
  return mutationOptions({
    mutationFn: () => post<PreflightAnswer>(`${path}/preflight`),
    onSuccess: (preflight) => {
      client.setQueryData(lastPreflightQuery().queryKey, { preflight });
    },
    onSettled: () => client.invalidateQueries({ queryKey: connectionQuery().queryKey, exact: true }),
  });
}
