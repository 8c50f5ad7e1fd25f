import { queryOptions } from '@tanstack/react-query';
import { call } from '../call.ts';

/** Asked for again when the worker says that it computed. */
export function overviewQuery() {
  return queryOptions({
    queryKey: ['overview'],
    queryFn: ({ signal }) => call('GET /api/v1/overview', { signal }),
  });
}
