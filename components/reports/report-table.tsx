'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type Column, DataTable } from '#components/layout/data-table';
import { FailureText } from '#components/marks/failure-text';
import { GivenText } from '#components/marks/given-text';
import { ReportStatus, VerdictStatus } from '#components/marks/status-badges';
import { useClock } from '#components/ui/clock';
import { Duration } from '#components/ui/duration';
import { RelativeTime } from '#components/ui/relative-time';
import { SortButton } from '#components/ui/sort-button';
import { reportSearchParsers } from '#lib/client/lists/report-search';
import type { ReportLogItem } from '#lib/contract/report';
import { shownText } from '#lib/domain/text/shown-text';
import { useListSearch } from '../layout/use-list-search.ts';

export function ReportTable({ reports }: { reports: ReportLogItem[] }) {
  const t = useTranslations('reports');
  const { search, change } = useListSearch(reportSearchParsers);
  const sorted = search.sort === 'createdAt' ? 'ascending' : 'descending';
  const turn = () => change({ sort: sorted === 'ascending' ? '-createdAt' : 'createdAt' });
  const columns: Column<ReportLogItem>[] = [
    {
      id: 'createdAt',
      head: <SortButton label={t('column.createdAt')} direction={sorted} onSort={turn} />,
      width: 'w-[14%]',
      sorted,
      cell: (report) => <ReportLink report={report} />,
    },
    {
      id: 'device',
      head: t('column.device'),
      width: 'w-[22%]',
      className: 'max-[56rem]:grow max-[56rem]:basis-1/2',
      cell: (report) => <ReportDevice report={report} />,
    },
    {
      id: 'trigger',
      head: t('column.trigger'),
      width: 'w-[16%]',
      cell: (report) => <ReportCause report={report} />,
    },
    {
      id: 'verdict',
      head: t('column.verdict'),
      width: 'w-[14%]',
      cell: ({ verdict }) => <VerdictStatus value={verdict} />,
    },
    {
      id: 'status',
      head: t('column.status'),
      width: 'w-[34%]',
      className: 'sheet-first',
      cell: (report) => <ReportOutcome report={report} />,
    },
  ];
  return <DataTable name={t('title')} columns={columns} rows={reports} keyOf={({ id }) => id} />;
}

/** Links to the report, with its time as text. */
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

/** What triggered the report, who requested it, if anybody did, and by which channel it goes to Microsoft. */
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
      {report.channel && (
        <span className="text-muted text-xs min-[56rem]:block max-[56rem]:ms-2">
          {t(`connection.channel.${report.channel}`)}
        </span>
      )}
    </>
  );
}

/** The report's status, with the time it took or why it failed. */
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
