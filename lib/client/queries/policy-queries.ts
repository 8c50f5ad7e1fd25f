import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ExceptionInput } from '#lib/contract/policy-exception';
import type { PolicyDefinition } from '#lib/domain/policies/policy';
import { call } from '../call.ts';
import type { ExceptionSearch } from '../lists/exception-search.ts';
import type { LiveChange } from '../live-changes.ts';
import { deviceKeys } from './device-queries.ts';

export const policyKeys = {
  all: ['policies'] as const,
  exceptions: ['policies', 'exceptions'] as const,
};
export const exceptionListSize = 50;
/** More are on the page of exceptions. */
const exceptionsInPanel = 20;

export function policiesQuery() {
  return queryOptions({
    queryKey: [...policyKeys.all, 'list'],
    queryFn: ({ signal }) => call('GET /api/v1/policies', { signal }),
  });
}

export function policyQuery(id: string) {
  return queryOptions({
    queryKey: [...policyKeys.all, 'one', id],
    queryFn: ({ signal }) => call('GET /api/v1/policies/{id}', { params: { id }, signal }),
  });
}

export function policyVersionsQuery(id: string) {
  return queryOptions({
    queryKey: [...policyKeys.all, 'one', id, 'versions'],
    queryFn: ({ signal }) => call('GET /api/v1/policies/{id}/versions', { params: { id }, signal }),
  });
}

/** `id`: of the stored policy that the definition changes; null: it is a new one. */
export function policyPreviewQuery(definition: PolicyDefinition, id: string | null) {
  return queryOptions({
    queryKey: [...policyKeys.all, 'preview', id, definition],
    queryFn: ({ signal }) =>
      call('POST /api/v1/policies/preview', {
        body: { ...definition, ...(id !== null && { id }) },
        signal,
      }),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 30_000,
  });
}

/** Names of all feeds. */
export function feedNamesQuery() {
  return queryOptions({
    queryKey: ['feed-names'],
    queryFn: async ({ signal }) =>
      (await call('GET /api/v1/feeds', { signal })).items.map(({ name }) => name),
    staleTime: 60_000,
  });
}

export function exceptionListQuery(search: ExceptionSearch) {
  const { policyId, ended, cursor } = search;
  return queryOptions({
    queryKey: [...policyKeys.exceptions, 'list', search],
    queryFn: ({ signal }) =>
      call('GET /api/v1/policy-exceptions', {
        query: {
          limit: exceptionListSize,
          ...(policyId !== null && { policyId }),
          ...(ended && { ended }),
          ...(cursor !== null && { cursor }),
        },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** The exceptions of a policy, or those that apply to a device, that have not ended. */
export function exceptionsOfQuery(of: { policyId: string } | { deviceId: string }) {
  return queryOptions({
    queryKey: [...policyKeys.exceptions, 'of', of],
    queryFn: ({ signal }) =>
      call('GET /api/v1/policy-exceptions', { query: { limit: exceptionsInPanel, ...of }, signal }),
  });
}

export interface PolicyToSave {
  /** Null: a new policy */
  id: string | null;
  definition: PolicyDefinition;
  /** The version that was edited: refused with `changed_meanwhile` if there is a newer one */
  expectedVersion?: number | undefined;
  /** The number that the admin confirmed */
  confirm?: number;
  /** For the audit log; empty: none */
  reason?: string;
}

/** Refused with `confirmation_needed` and `count` in the problem if it would take access from many devices. */
export function savePolicy(client: QueryClient) {
  return mutationOptions({
    mutationFn: ({ id, definition, expectedVersion, confirm, reason = '' }: PolicyToSave) => {
      const body = { ...definition, ...(confirm !== undefined && { confirm }), ...reasonGiven(reason) };
      return id === null
        ? call('POST /api/v1/policies', { body })
        : call('PUT /api/v1/policies/{id}', { params: { id }, body: { ...body, expectedVersion } });
    },
    // Not awaited: the page that saved is left at once.
    onSuccess: () => void client.invalidateQueries({ queryKey: policyKeys.all }),
  });
}

function reasonGiven(reason: string): { reason?: string } {
  return reason.trim() === '' ? {} : { reason: reason.trim() };
}

/** `reason`: for the audit log; empty: none */
export function deletePolicy(client: QueryClient, id: string, reason: string) {
  return mutationOptions({
    mutationFn: () => call('DELETE /api/v1/policies/{id}', { params: { id }, query: reasonGiven(reason) }),
    // Not the policy itself: the page that shows it is about to be left.
    onSuccess: () => client.invalidateQueries({ queryKey: policiesQuery().queryKey }),
  });
}

export function createException(client: QueryClient) {
  return mutationOptions({
    mutationFn: (body: ExceptionInput) => call('POST /api/v1/policy-exceptions', { body }),
    onSettled: () => reloadExcepted(client),
  });
}

export function endException(client: QueryClient, id: string) {
  return mutationOptions({
    mutationFn: () => call('DELETE /api/v1/policy-exceptions/{id}', { params: { id } }),
    onSettled: () => reloadExcepted(client),
  });
}

async function reloadExcepted(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: policyKeys.all }),
    client.invalidateQueries({ queryKey: deviceKeys.all }),
  ]);
}

export function concernsPolicies({ topics }: LiveChange): boolean {
  return topics.includes('policies');
}
