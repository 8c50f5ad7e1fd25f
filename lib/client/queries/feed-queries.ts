import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';

export const feedKeys = { all: ['feeds'] as const };
export const rejectionListSize = 50;

/** All feeds. Their figures change with every check-in: read again once a minute rather than live. */
export function feedsQuery() {
  return queryOptions({
    queryKey: [...feedKeys.all, 'list'],
    queryFn: ({ signal }) => call('GET /api/v1/feeds', { signal }),
    refetchInterval: 60_000,
  });
}

export function rejectionsQuery(name: string, cursor: string | null) {
  return queryOptions({
    queryKey: [...feedKeys.all, 'one', name, 'rejections', cursor],
    queryFn: ({ signal }) =>
      call('GET /api/v1/feeds/{name}/rejections', {
        params: { name },
        query: { limit: rejectionListSize, ...(cursor !== null && { cursor }) },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}
