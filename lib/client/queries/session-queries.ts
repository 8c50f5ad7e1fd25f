import { infiniteQueryOptions, mutationOptions, type QueryClient } from '@tanstack/react-query';
import { call } from '../call.ts';

const sessionKeys = { all: ['sessions'] as const };
export type SessionsOf = 'me' | 'everyone';
const firstPage: string | null = null;

export function sessionsQuery(of: SessionsOf) {
  return infiniteQueryOptions({
    queryKey: [...sessionKeys.all, of],
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/v1/sessions', { query: { of, cursor: pageParam ?? undefined }, signal }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

export function endSession(client: QueryClient) {
  return mutationOptions({
    mutationFn: (id: string) => call('DELETE /api/v1/sessions/{id}', { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: sessionKeys.all }),
  });
}
