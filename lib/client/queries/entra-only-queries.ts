import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call, pathOf } from '../call.ts';
import {
  type EntraOnlySearch,
  toEntraOnlyExportQuery,
  toEntraOnlyQuery,
} from '../lists/entra-only-search.ts';

export function entraOnlyListQuery(search: EntraOnlySearch) {
  return queryOptions({
    queryKey: ['entra-only', 'list', search],
    queryFn: ({ signal }) =>
      call('GET /api/v1/entra-only-devices', { query: toEntraOnlyQuery(search), signal }),
    placeholderData: keepPreviousData,
  });
}

export function entraOnlyExportPath(search: EntraOnlySearch): string {
  return pathOf('GET /api/v1/entra-only-devices/export', { query: toEntraOnlyExportQuery(search) });
}
