import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ApiKeyInput, ApiKeyRotation } from '#lib/contract/api-key';
import { call } from '../call.ts';

const apiKeyKeys = { all: ['api-keys'] as const };

export function apiKeysQuery(cursor: string | null) {
  return queryOptions({
    queryKey: [...apiKeyKeys.all, 'list', cursor],
    queryFn: ({ signal }) =>
      call('GET /api/v1/api-keys', { query: { limit: 100, cursor: cursor ?? undefined }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Only the dialog keeps the secrets in the responses; no cache does. */
const unkept = { gcTime: 0 };

export function createApiKey(client: QueryClient) {
  return mutationOptions({
    ...unkept,
    mutationFn: (body: ApiKeyInput) => call('POST /api/v1/api-keys', { body }),
    onSettled: () => client.invalidateQueries({ queryKey: apiKeyKeys.all }),
  });
}

export function rotateApiKey(client: QueryClient, id: string) {
  return mutationOptions({
    ...unkept,
    mutationFn: (body: ApiKeyRotation) => call('POST /api/v1/api-keys/{id}/rotate', { params: { id }, body }),
    onSettled: () => client.invalidateQueries({ queryKey: apiKeyKeys.all }),
  });
}

export function revokeApiKey(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('DELETE /api/v1/api-keys/{id}', { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: apiKeyKeys.all }),
  });
}
