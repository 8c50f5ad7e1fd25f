import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ApiKey, ApiKeyInput, ApiKeyPage, ApiKeyRotation, NewApiKey } from '#lib/contract/api-key';
import { toQueryString } from '../query-string.ts';
import { requestJson } from '../request-json.ts';

const path = '/api/v1/api-keys';
export const apiKeyKeys = { all: ['api-keys'] as const };

export function apiKeysQuery(cursor: string | null) {
  return queryOptions({
    queryKey: [...apiKeyKeys.all, 'list', cursor],
    queryFn: ({ signal }) => {
      const query = toQueryString({ limit: 100, ...(cursor !== null && { cursor }) });
      return requestJson<ApiKeyPage>(`${path}?${query}`, { signal });
    },
    placeholderData: keepPreviousData,
  });
}

/** The secrets in the answers live in the dialog that shows them, and in no cache. */
const unkept = { gcTime: 0 };

export function createApiKey(client: QueryClient) {
  return mutationOptions({
    ...unkept,
    mutationFn: (input: ApiKeyInput) => send<NewApiKey>('POST', path, input),
    onSettled: () => client.invalidateQueries({ queryKey: apiKeyKeys.all }),
  });
}

export function rotateApiKey(client: QueryClient, id: string) {
  return mutationOptions({
    ...unkept,
    mutationFn: (input: ApiKeyRotation) => send<NewApiKey>('POST', `${path}/${id}/rotate`, input),
    onSettled: () => client.invalidateQueries({ queryKey: apiKeyKeys.all }),
  });
}

export function revokeApiKey(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => send<ApiKey>('DELETE', `${path}/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: apiKeyKeys.all }),
  });
}

function send<T>(method: string, address: string, body?: object): Promise<T> {
  if (body === undefined) return requestJson<T>(address, { method });
  const headers = { 'content-type': 'application/json' };
  return requestJson<T>(address, { method, headers, body: JSON.stringify(body) });
}
