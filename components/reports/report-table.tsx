'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { VerdictStatus } from '#components/marks/status-badges';
import type { ReportLogItem } from '#lib/contract/report';
import { SortButton } from '../ui/sort-button.tsx';
import { ReportCause } from './report-cause.tsx';
import { ReportDevice } from './report-device.tsx';
import { ReportLink } from './report-link.tsx';
import { ReportOutcome } from './report-outcome.tsx';
import { useReportSearch } from './use-report-search.ts';

const columns = [
  { id: 'createdAt', width: 'w-[14%]', cell: (report) => <ReportLink report={report} /> },
  { id: 'device', width: 'w-[22%]', cell: (report) => <ReportDevice report={report} /> },
  { id: 'trigger', width: 'w-[16%]', cell: (report) => <ReportCause report={report} /> },
  { id: 'verdict', width: 'w-[14%]', cell: ({ verdict }) => <VerdictStatus value={verdict} /> },
  { id: 'status', width: 'w-[34%]', cell: (report) => <ReportOutcome report={report} /> },
] as const satisfies { id: string; width: string; cell: (report: ReportLogItem) => ReactNode }[];

/** On a phone: time and device, then why and what, then how it went. */
const phoneLines: Partial<Record<(typeof columns)[number]['id'], string>> = {
  device: 'max-[56rem]:grow max-[56rem]:basis-1/2',
  status: 'sheet-first',
};

export function ReportTable({ reports }: { reports: ReportLogItem[] }) {
  const t = useTranslations('reports');
  const { search, change } = useReportSearch();
  const direction = search.sort === 'createdAt' ? 'ascending' : 'descending';
  const turn = () => change({ sort: direction === 'ascending' ? '-createdAt' : 'createdAt' });
  return (
    // Explicit roles: rows that are laid out anew on a phone must stay a table for those who hear it.
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <table role="table" aria-label={t('title')} className="sheet min-[56rem]:table-fixed">
      <thead>
        <tr>
          {columns.map(({ id, width }) => (
            <th key={id} scope="col" className={width} aria-sort={id === 'createdAt' ? direction : undefined}>
              {id === 'createdAt' ? (
                <SortButton label={t(`column.${id}`)} direction={direction} onSort={turn} />
              ) : (
                t(`column.${id}`)
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {reports.map((report) => (
          // biome-ignore lint/a11y/noRedundantRoles: as above
          <tr key={report.id} role="row" className="hover:bg-accent-soft/40">
            {columns.map(({ id, cell }) => (
              // biome-ignore lint/a11y/noRedundantRoles: as above
              <td key={id} role="cell" className={phoneLines[id]}>
                {cell(report)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
