import { queryOptions } from '@tanstack/react-query';
import type { Overview } from '#lib/contract/overview';
import { requestJson } from '../request-json.ts';

/** Asked for anew when the worker says that it computed. */
export function overviewQuery() {
  return queryOptions({
    queryKey: ['overview'],
    queryFn: ({ signal }) => requestJson<Overview>('/api/v1/overview', { signal }),
  });
}
