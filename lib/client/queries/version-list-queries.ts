import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ListedVersion } from '#lib/domain/policies/version-list';
import { call } from '../call.ts';
import { policyKeys } from './policy-queries.ts';

/** Kept with the policies, which they concern: what changes one may change the other. */
const listKeys = [...policyKeys.all, 'version-lists'] as const;

export function versionListsQuery() {
  return queryOptions({
    queryKey: [...listKeys, 'list'],
    queryFn: ({ signal }) => call('GET /api/v1/version-lists', { signal }),
  });
}

export function versionListQuery(id: string) {
  return queryOptions({
    queryKey: [...listKeys, 'one', id],
    queryFn: ({ signal }) => call('GET /api/v1/version-lists/{id}', { params: { id }, signal }),
  });
}

export interface VersionListToSave {
  /** Null: a new list */
  id: string | null;
  name: string;
  versions: ListedVersion[];
  /** The number that the admin confirmed */
  confirm?: number;
}

/** Refused with `confirmation_needed` and `count` in the problem if it would take access from many devices. */
export function saveVersionList(client: QueryClient) {
  return mutationOptions({
    mutationFn: ({ id, ...body }: VersionListToSave) =>
      id === null
        ? call('POST /api/v1/version-lists', { body })
        : call('PUT /api/v1/version-lists/{id}', { params: { id }, body }),
    // Not awaited: the page that saved is left at once.
    onSuccess: () => void client.invalidateQueries({ queryKey: policyKeys.all }),
  });
}

export function deleteVersionList(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('DELETE /api/v1/version-lists/{id}', { params: { id } }),
    // Not the list itself: the page that shows it is about to be left.
    onSuccess: () => client.invalidateQueries({ queryKey: versionListsQuery().queryKey }),
  });
}
