import { queryOptions } from '@tanstack/react-query';
import type { PolicyNames } from '#lib/contract/device-list';
import type { ViewList } from '#lib/contract/view';
import { requestJson } from '../request-json.ts';

export const viewKeys = { all: ['views'] as const };

export function viewsQuery() {
  return queryOptions({
    queryKey: viewKeys.all,
    queryFn: ({ signal }) => requestJson<ViewList>('/api/v1/views', { signal }),
  });
}

export function policyNamesQuery() {
  return queryOptions({
    queryKey: ['policy-names'],
    queryFn: ({ signal }) => requestJson<PolicyNames>('/api/v1/policy-names', { signal }),
    staleTime: 60_000,
  });
}
