import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ViewInput } from '#lib/contract/view';
import type { NamedTrait } from '#lib/domain/devices/device-traits';
import { call } from '../call.ts';

export const viewKeys = { all: ['views'] as const };

export function viewsQuery() {
  return queryOptions({
    queryKey: viewKeys.all,
    queryFn: ({ signal }) => call('GET /api/v1/views', { signal }),
  });
}

export function policyNamesQuery() {
  return queryOptions({
    queryKey: ['policy-names'],
    queryFn: ({ signal }) => call('GET /api/v1/policy-names', { signal }),
    staleTime: 60_000,
  });
}

/** The values of what many devices have in common, as suggestions. */
export function traitNamesQuery(of: NamedTrait) {
  return queryOptions({
    queryKey: ['trait-names', of],
    queryFn: ({ signal }) => call('GET /api/v1/trait-names', { query: { of }, signal }),
    staleTime: 60_000,
  });
}

/** Saves a new view, or with an id changes one. */
export function saveView(client: QueryClient) {
  return mutationOptions({
    mutationFn: ({ id, ...body }: ViewInput & { id: string | null }) =>
      id === null
        ? call('POST /api/v1/views', { body })
        : call('PUT /api/v1/views/{id}', { params: { id }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: viewKeys.all }),
  });
}

export function deleteView(client: QueryClient) {
  return mutationOptions({
    mutationFn: (id: string) => call('DELETE /api/v1/views/{id}', { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: viewKeys.all }),
  });
}
