import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ReportDetail, ReportLogPage } from '#lib/contract/report';
import { type ReportSearch, toReportQuery } from '../lists/report-search.ts';
import { toQueryString } from '../query-string.ts';
import { requestJson } from '../request-json.ts';

export const reportKeys = { all: ['reports'] as const };

/** By the search and not by the query made of it: a range of time moves along with the clock. */
export function reportListQuery(search: ReportSearch) {
  return queryOptions({
    queryKey: [...reportKeys.all, 'list', search],
    queryFn: ({ signal }) => {
      const query = toQueryString(toReportQuery(search, Date.now()));
      return requestJson<ReportLogPage>(`/api/v1/reports?${query}`, { signal });
    },
    placeholderData: keepPreviousData,
  });
}

export function reportQuery(id: string) {
  return queryOptions({
    queryKey: [...reportKeys.all, 'one', id],
    queryFn: ({ signal }) =>
      requestJson<ReportDetail>(`/api/v1/reports/${encodeURIComponent(id)}`, { signal }),
  });
}
