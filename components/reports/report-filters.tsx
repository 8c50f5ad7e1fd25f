'use client';

import { useTranslations } from 'next-intl';
import { reportFilterNames } from '#lib/client/lists/report-search';
import type { ReportStatus } from '#lib/domain/reports/report-status';
import { CircleX, Clock } from '../ui/icons.tsx';
import { ToggleChip } from '../ui/toggle-chip.tsx';
import { RangeMenu } from './range-menu.tsx';
import { ReportFilter } from './report-filter.tsx';
import { ReportSortMenu } from './report-sort-menu.tsx';
import { useReportSearch } from './use-report-search.ts';

const quick = [
  { name: 'quickFailed', icon: CircleX, status: ['failed'] },
  { name: 'quickOpen', icon: Clock, status: ['queued', 'in_progress'] },
] as const satisfies { name: string; icon: object; status: ReportStatus[] }[];

export function ReportFilters() {
  const t = useTranslations('reports');
  const label = useTranslations('list')('filters');
  const { search, change } = useReportSearch();
  return (
    <section aria-label={label} className="flex flex-wrap items-center gap-2">
      {quick.map(({ name, icon, status }) => {
        const pressed = search.status.join() === status.join();
        return (
          <ToggleChip
            key={name}
            icon={icon}
            label={t(name)}
            pressed={pressed}
            onToggle={() => change({ status: pressed ? null : [...status] })}
          />
        );
      })}
      {reportFilterNames.map((name) => (
        <ReportFilter key={name} name={name} />
      ))}
      <RangeMenu />
      <ReportSortMenu />
    </section>
  );
}
