import { infiniteQueryOptions, mutationOptions, type QueryClient } from '@tanstack/react-query';
import type { SessionPage } from '#lib/contract/session';
import { toQueryString } from '../query-string.ts';
import { requestJson } from '../request-json.ts';

const sessionKeys = { all: ['sessions'] as const };
export type SessionsOf = 'me' | 'everyone';

export function sessionsQuery(of: SessionsOf) {
  return infiniteQueryOptions({
    queryKey: [...sessionKeys.all, of],
    queryFn: ({ pageParam, signal }) => {
      const query = toQueryString({ of, ...(pageParam === null ? {} : { cursor: pageParam }) });
      return requestJson<SessionPage>(`/api/v1/sessions?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

export function endSession(client: QueryClient) {
  return mutationOptions({
    mutationFn: (id: string) => {
      const path = `/api/v1/sessions/${encodeURIComponent(id)}`;
      return requestJson<{ id: string }>(path, { method: 'DELETE' });
    },
    onSettled: () => client.invalidateQueries({ queryKey: sessionKeys.all }),
  });
}
