import { queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';

/** Reloads when the worker has computed new figures. */
export function overviewQuery() {
  return queryOptions({
    queryKey: ['overview'],
    queryFn: ({ signal }) => call('GET /api/v1/overview', { signal }),
  });
}
