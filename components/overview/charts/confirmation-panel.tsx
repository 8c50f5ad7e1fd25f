'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { useDurationText } from '#components/ui/duration';
import { reportsHref } from '#lib/client/lists/list-links';
import type { OverviewFigures, ReportHourFigures } from '#lib/contract/overview';
import { priorityOf, triggers } from '#lib/domain/reports/trigger';
import { ChartPanel, ChartSpace, FiguresTable } from './chart-panel.tsx';
import { hourFilter, useHourText } from './report-hours.ts';
import { Legend, type Series } from './series.tsx';

const ConfirmationChart = dynamic(
  () => import('./confirmation-chart.tsx').then((module) => module.ConfirmationChart),
  { ssr: false, loading: ChartSpace },
);

/** Only reports of changes and requests are measured. */
const measured = triggers.filter((trigger) => priorityOf[trigger] === 0);

/** The time from a change to Microsoft's confirmation. */
export function ConfirmationPanel({ hours, day }: Pick<OverviewFigures, 'hours' | 'day'>) {
  const t = useTranslations('overview');
  const duration = useDurationText();
  const shortText = (ms: number | null) => (ms === null ? '–' : duration(ms, { short: true }));
  const href = reportsHref({ status: ['successful'], trigger: measured, createdAfter: day.since });
  const series: Series[] = [
    {
      key: 'p50Ms',
      label: t('confirmation.half'),
      color: 'accent',
      look: 'line',
      value: shortText(day.p50Ms),
      href,
    },
    {
      key: 'p95Ms',
      label: t('confirmation.most'),
      color: 'wait',
      look: 'dashed',
      value: shortText(day.p95Ms),
      href,
    },
  ];
  const summary =
    day.p50Ms === null || day.p95Ms === null
      ? t('confirmation.nothing')
      : t('confirmation.summary', {
          count: day.measured,
          half: duration(day.p50Ms),
          most: duration(day.p95Ms),
        });
  return (
    <ChartPanel
      title={t('confirmation.title')}
      summary={summary}
      legend={<Legend series={series} />}
      chart={<ConfirmationChart hours={hours} series={series} label={t('confirmation.title')} />}
      table={() => <ConfirmationTable hours={hours} />}
      note={t('confirmation.note')}
    />
  );
}

/** Hours in which something was measured, the newest first. */
function ConfirmationTable({ hours }: { hours: readonly ReportHourFigures[] }) {
  const t = useTranslations('overview');
  const format = useFormatter();
  const duration = useDurationText();
  const { full } = useHourText();
  const rows = hours
    .filter(({ measured }) => measured > 0)
    .toReversed()
    .map((hour) => ({
      key: hour.hour,
      head: <Link href={hourFilter(hour.hour, 'successful')}>{full(hour.hour)}</Link>,
      cells: [duration(hour.p50Ms ?? 0), duration(hour.p95Ms ?? 0), format.number(hour.measured)],
    }));
  return (
    <FiguresTable
      caption={t('confirmation.title')}
      rowHead={t('hour')}
      columns={[
        { key: 'p50Ms', head: t('confirmation.half') },
        { key: 'p95Ms', head: t('confirmation.most') },
        { key: 'measured', head: t('confirmation.measured') },
      ]}
      rows={rows}
    />
  );
}
