import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AuditExportQuery, AuditPage } from '#lib/contract/audit-event';
import { type AuditSearch, toAuditExportQuery, toAuditQuery } from '../lists/audit-search.ts';
import { toQueryString } from '../query-string.ts';
import { requestJson } from '../request-json.ts';

const path = '/api/v1/audit-events';

/** By the search and not by the query made of it: a range of time moves along with the clock. */
export function auditListQuery(search: AuditSearch) {
  return queryOptions({
    queryKey: ['audit', 'list', search],
    queryFn: ({ signal }) => {
      const query = toQueryString(toAuditQuery(search, Date.now()));
      return requestJson<AuditPage>(`${path}?${query}`, { signal });
    },
    placeholderData: keepPreviousData,
  });
}

export function auditExportPath(
  search: AuditSearch,
  format: AuditExportQuery['format'],
  now: number,
): string {
  return `${path}/export?${toQueryString(toAuditExportQuery(search, format, now))}`;
}
