'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { FailureText } from '#components/marks/failure-text';
import { GivenText } from '#components/marks/given-text';
import { ReportStatus, VerdictStatus } from '#components/marks/status-badges';
import type { ReportLogItem } from '#lib/contract/report';
import { shownText } from '#lib/domain/text/shown-text';
import { useClock } from '../ui/clock.tsx';
import { Duration } from '../ui/duration.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { SortButton } from '../ui/sort-button.tsx';
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

/** Leads to the report; named by its time. */
function ReportLink({ report }: { report: ReportLogItem }) {
  const t = useTranslations('reports');
  return (
    <Link
      href={`/reports/${report.id}`}
      prefetch={false}
      className="rounded-md font-semibold text-accent hover:underline"
    >
      <RelativeTime value={report.createdAt} />
      <span className="sr-only">{t('open')}</span>
    </Link>
  );
}

function ReportDevice({ report }: { report: ReportLogItem }) {
  const { deviceId, deviceName, externalId, feed } = report;
  return (
    <>
      <Link href={`/devices/${deviceId}`} prefetch={false} className="rounded-md text-accent hover:underline">
        <GivenText text={deviceName} />
      </Link>
      <span className="block truncate text-muted text-xs max-[56rem]:hidden">
        <GivenText text={feed} /> · <GivenText text={externalId} />
      </span>
    </>
  );
}

/** Why the report was made, and who asked where somebody did. */
function ReportCause({ report }: { report: ReportLogItem }) {
  const t = useTranslations();
  return (
    <>
      {t(`device.trigger.${report.trigger}`)}
      {report.requestedBy && (
        <span className="text-muted text-xs min-[56rem]:block max-[56rem]:ms-2">
          {t('reports.by', { name: shownText(report.requestedBy) })}
        </span>
      )}
    </>
  );
}

/** How a report went, and what stands behind that in a few words. */
function ReportOutcome({ report }: { report: ReportLogItem }) {
  const t = useTranslations('reports');
  const now = useClock();
  const { status, createdAt, settledAt, errorCode, errorDetail } = report;
  const since = new Date(createdAt).getTime();
  const duration = (until: number) => () => <Duration ms={Math.max(0, until - since)} />;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3">
        <ReportStatus value={status} />
        <span className="text-muted text-sm" suppressHydrationWarning>
          {status === 'successful' &&
            settledAt &&
            t.rich('confirmedAfter', { duration: duration(new Date(settledAt).getTime()) })}
          {settledAt === null && t.rich('waitsSince', { duration: duration(now) })}
        </span>
      </div>
      {errorCode && (
        <div className="text-sm" title={errorDetail ?? errorCode}>
          <FailureText failure={{ code: errorCode, detail: errorDetail }} />
        </div>
      )}
    </>
  );
}
