import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { BulkAction, BulkActionPage, BulkItemPage } from '#lib/contract/bulk-action';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import type { BulkItemSearch } from '../lists/bulk-search.ts';
import { toQueryString } from '../query-string.ts';
import { requestJson } from '../request-json.ts';

export const bulkKeys = { all: ['bulk'] as const };

export const bulkListSize = 50;
const itemsSize = 50;
const folders = {
  report: 'bulk-reports',
  retire: 'bulk-retirements',
  move_azure_id: 'bulk-azure-id-moves',
} satisfies Record<BulkActionKind, string>;

/** Where the API keeps a bulk action. */
export function bulkPath(kind: BulkActionKind, id?: string): string {
  return `/api/v1/${folders[kind]}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;
}

export function bulkListQuery(cursor: string | null) {
  const query = toQueryString({ limit: bulkListSize, ...(cursor !== null && { cursor }) });
  return queryOptions({
    queryKey: [...bulkKeys.all, 'list', cursor],
    queryFn: ({ signal }) => requestJson<BulkActionPage>(`/api/v1/bulk-actions?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function bulkActionQuery(id: string) {
  return queryOptions({
    queryKey: [...bulkKeys.all, 'one', id],
    queryFn: ({ signal }) =>
      requestJson<BulkAction>(`/api/v1/bulk-actions/${encodeURIComponent(id)}`, { signal }),
  });
}

export function bulkItemsQuery({ kind, id }: Pick<BulkAction, 'kind' | 'id'>, search: BulkItemSearch) {
  const { outcome, cursor } = search;
  const query = {
    limit: itemsSize,
    ...(outcome !== null && { outcome }),
    ...(cursor !== null && { cursor }),
  };
  return queryOptions({
    queryKey: [...bulkKeys.all, 'items', id, outcome, cursor],
    queryFn: ({ signal }) =>
      requestJson<BulkItemPage>(`${bulkPath(kind, id)}/items?${toQueryString(query)}`, { signal }),
    placeholderData: keepPreviousData,
  });
}
