import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ReportExportQuery } from '#lib/contract/report';
import { call, pathOf } from '../call.ts';
import { type ReportSearch, toReportQuery } from '../lists/report-search.ts';

export const reportKeys = { all: ['reports'] as const };

/** The key has the search and not its query: a range of time moves with the clock. */
export function reportListQuery(search: ReportSearch) {
  return queryOptions({
    queryKey: [...reportKeys.all, 'list', search],
    queryFn: ({ signal }) =>
      call('GET /api/v1/reports', { query: toReportQuery(search, Date.now()), signal }),
    placeholderData: keepPreviousData,
  });
}

export function reportExportPath(query: Partial<ReportExportQuery>): string {
  return pathOf('GET /api/v1/reports/export', { query });
}

export function reportQuery(id: string) {
  return queryOptions({
    queryKey: [...reportKeys.all, 'one', id],
    queryFn: ({ signal }) => call('GET /api/v1/reports/{id}', { params: { id }, signal }),
  });
}

/** The payload of a report never changes. */
export function payloadQuery(reportId: string) {
  return queryOptions({
    queryKey: [...reportKeys.all, 'payload', reportId],
    queryFn: async ({ signal }) =>
      (await call('GET /api/v1/reports/{id}', { params: { id: reportId }, signal })).payload,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
