'use client';

import { isNarrowed } from '#lib/client/lists/report-search';
import type { ReportLogPage } from '#lib/contract/report';
import { ListSkeleton } from '../layout/list-skeleton.tsx';
import { NoMatchingReports } from './no-matching-reports.tsx';
import { NoReports } from './no-reports.tsx';
import { ReportTable } from './report-table.tsx';
import { useReportSearch } from './use-report-search.ts';

/** The rows, or what stands in their place. */
export function ReportListBody({ page }: { page: ReportLogPage | undefined }) {
  const { search } = useReportSearch();
  if (!page) return <ListSkeleton />;
  if (page.items.length > 0) return <ReportTable reports={page.items} />;
  return isNarrowed(search) || search.cursor !== null ? <NoMatchingReports /> : <NoReports />;
}
