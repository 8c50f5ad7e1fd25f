'use client';

import { useQueryStates } from 'nuqs';
import { useCallback } from 'react';
import { noReportFilters, type ReportSearch, reportSearchParsers } from '#lib/client/lists/report-search';

type Change = { [K in keyof ReportSearch]?: ReportSearch[K] | null };

/** The log's filters, sort and page, kept in the address. Every change starts at the first page, and Back undoes it. */
export function useReportSearch() {
  const [search, setSearch] = useQueryStates(reportSearchParsers, { history: 'push', shallow: true });
  const change = useCallback((next: Change) => setSearch({ cursor: null, ...next }), [setSearch]);
  const clear = useCallback(() => change(noReportFilters), [change]);
  return { search, change, clear };
}
