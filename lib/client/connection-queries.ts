import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ConnectionState } from '../contract/connection.ts';
import { deviceKeys } from './device-queries.ts';
import { post, requestJson } from './request-json.ts';

export function connectionQuery() {
  return queryOptions({
    queryKey: ['connection'],
    queryFn: ({ signal }) => requestJson<ConnectionState>('/api/v1/connection', { signal }),
    refetchInterval: 5_000,
  });
}

export function resumeReporting(client: QueryClient) {
  return mutationOptions({
    mutationFn: () => post<ConnectionState>('/api/v1/connection/resume'),
    onSuccess: (state) => {
      client.setQueryData(connectionQuery().queryKey, state);
      return client.invalidateQueries({ queryKey: deviceKeys.all });
    },
  });
}
