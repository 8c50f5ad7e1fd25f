import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { BulkAction, BulkFilter } from '#lib/contract/bulk-action';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import { call, pathOf } from '../call.ts';
import type { BulkItemSearch } from '../lists/bulk-search.ts';
import type { LiveChange } from '../live-changes.ts';

export const bulkKeys = { all: ['bulk'] as const };

export const bulkListSize = 50;
const itemsSize = 50;
/** Where the API keeps bulk actions of a kind */
const nouns = {
  report: 'bulk-reports',
  retire: 'bulk-retirements',
  move_azure_id: 'bulk-azure-id-moves',
} as const satisfies Record<BulkActionKind, string>;

type BulkActionId = Pick<BulkAction, 'kind' | 'id'>;
/** The selected devices, or all that match. */
export type BulkTarget = { deviceIds: string[] } | { filter: BulkFilter };
type ConfirmedTarget = BulkTarget & { confirmedCount: number };

export function bulkListQuery(cursor: string | null) {
  return queryOptions({
    queryKey: [...bulkKeys.all, 'list', cursor],
    queryFn: ({ signal }) => {
      const query = { limit: bulkListSize, cursor: cursor ?? undefined };
      return call('GET /api/v1/bulk-actions', { query, signal });
    },
    placeholderData: keepPreviousData,
  });
}

export function bulkActionQuery(id: string) {
  return queryOptions({
    queryKey: [...bulkKeys.all, 'one', id],
    queryFn: ({ signal }) => call('GET /api/v1/bulk-actions/{id}', { params: { id }, signal }),
  });
}

export function bulkItemsQuery({ kind, id }: BulkActionId, { outcome, reason, cursor }: BulkItemSearch) {
  return queryOptions({
    queryKey: [...bulkKeys.all, 'items', id, outcome, reason, cursor],
    queryFn: ({ signal }) =>
      call(`GET /api/v1/${nouns[kind]}/{id}/items`, {
        params: { id },
        query: {
          limit: itemsSize,
          outcome: outcome === null ? undefined : [outcome],
          reason: reason ?? undefined,
          cursor: cursor ?? undefined,
        },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

export function bulkCausesQuery({ kind, id }: BulkActionId) {
  return queryOptions({
    queryKey: [...bulkKeys.all, 'causes', id],
    queryFn: ({ signal }) => call(`GET /api/v1/${nouns[kind]}/{id}/causes`, { params: { id }, signal }),
  });
}

export function bulkExportPath(
  { kind, id }: BulkActionId,
  { outcome, reason }: Pick<BulkItemSearch, 'outcome' | 'reason'>,
): string {
  const query = { outcome: outcome === null ? undefined : [outcome], reason: reason ?? undefined };
  return pathOf(`GET /api/v1/${nouns[kind]}/{id}/export`, { params: { id }, query });
}

/** What an action would not do, as the devices are now: asked again for each dialog. */
export function bulkForecastQuery(kind: BulkActionKind, target: BulkTarget) {
  return queryOptions({
    queryKey: [...bulkKeys.all, 'forecast', kind, target],
    queryFn: ({ signal }) => call('POST /api/v1/bulk-forecasts', { body: { kind, ...target }, signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

export function startBulkReport(client: QueryClient) {
  return mutationOptions({
    mutationFn: (target: BulkTarget) => call('POST /api/v1/bulk-reports', { body: target }),
    onSuccess: () => client.invalidateQueries({ queryKey: bulkKeys.all }),
  });
}

/** Refused with `count_changed` and the new `count` in the problem if the number of devices has changed. */
export function startBulkRetire(client: QueryClient) {
  return mutationOptions({
    mutationFn: (target: ConfirmedTarget) => call('POST /api/v1/bulk-retirements', { body: target }),
    onSuccess: () => client.invalidateQueries({ queryKey: bulkKeys.all }),
  });
}

/** The same for moves of Azure ids. */
export function startBulkMove(client: QueryClient) {
  return mutationOptions({
    mutationFn: (target: ConfirmedTarget) => call('POST /api/v1/bulk-azure-id-moves', { body: target }),
    onSuccess: () => client.invalidateQueries({ queryKey: bulkKeys.all }),
  });
}

export function cancelBulkAction(client: QueryClient, { kind, id }: BulkActionId) {
  return mutationOptions({
    mutationFn: () => call(`DELETE /api/v1/${nouns[kind]}/{id}`, { params: { id } }),
    onSuccess: (state) => client.setQueryData(bulkActionQuery(id).queryKey, state),
    onSettled: () => client.invalidateQueries({ queryKey: bulkKeys.all }),
  });
}

/** Bulk actions change when a worker makes progress, and when the connection puts them on hold. */
export function concernsBulkActions({ topics }: LiveChange): boolean {
  return topics.includes('bulk') || topics.includes('connection');
}
