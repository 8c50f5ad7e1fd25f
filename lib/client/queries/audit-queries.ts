import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AuditExportQuery } from '#lib/contract/audit-event';
import { call, pathOf } from '../call.ts';
import { type AuditSearch, toAuditExportQuery, toAuditQuery } from '../lists/audit-search.ts';

/** The key has the search and not its query: a range of time moves with the clock. */
export function auditListQuery(search: AuditSearch) {
  return queryOptions({
    queryKey: ['audit', 'list', search],
    queryFn: ({ signal }) =>
      call('GET /api/v1/audit-events', { query: toAuditQuery(search, Date.now()), signal }),
    placeholderData: keepPreviousData,
  });
}

export function auditExportPath(
  search: AuditSearch,
  format: AuditExportQuery['format'],
  now: number,
): string {
  return pathOf('GET /api/v1/audit-events/export', { query: toAuditExportQuery(search, format, now) });
}
