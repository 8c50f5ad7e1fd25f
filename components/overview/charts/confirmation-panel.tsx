'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { useDurationText } from '#components/ui/duration';
import { reportsHref } from '#lib/client/lists/list-links';
import type { OverviewFigures, ReportHourFigures } from '#lib/contract/overview';
import { priorityOf, triggers } from '#lib/domain/reports/trigger';
import { ChartPanel, ChartSpace } from './chart-panel.tsx';
import { hourFilter } from './report-outcomes.ts';
import { Legend, type Series } from './series.tsx';
import { useHourText } from './use-hour-text.ts';

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
  const textOf = (ms: number | null) => (ms === null ? '–' : duration(ms, { short: true }));
  const href = reportsHref({ status: ['successful'], trigger: measured, createdAfter: day.since });
  const series: Series[] = [
    {
      key: 'p50Ms',
      label: t('confirmation.half'),
      color: 'accent',
      look: 'line',
      value: textOf(day.p50Ms),
      href,
    },
    {
      key: 'p95Ms',
      label: t('confirmation.most'),
      color: 'wait',
      look: 'dashed',
      value: textOf(day.p95Ms),
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
      table={() => <ConfirmationTable hours={hours} series={series} />}
      note={t('confirmation.note')}
    />
  );
}

interface ConfirmationTableProps {
  hours: readonly ReportHourFigures[];
  series: readonly Series[];
}

/** Hours in which something was measured, the newest first. */
function ConfirmationTable({ hours, series }: ConfirmationTableProps) {
  const t = useTranslations('overview');
  const format = useFormatter();
  const duration = useDurationText();
  const { full } = useHourText();
  return (
    <table className="figures">
      <caption className="sr-only">{t('confirmation.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('hour')}</th>
          {series.map(({ key, label }) => (
            <th key={key} scope="col">
              {label}
            </th>
          ))}
          <th scope="col">{t('confirmation.measured')}</th>
        </tr>
      </thead>
      <tbody>
        {hours
          .filter(({ measured }) => measured > 0)
          .toReversed()
          .map((hour) => (
            <tr key={hour.hour}>
              <th scope="row">
                <Link href={hourFilter(hour.hour, 'successful')}>{full(hour.hour)}</Link>
              </th>
              {series.map(({ key }) => (
                <td key={key}>{duration(hour[key as 'p50Ms' | 'p95Ms'] ?? 0)}</td>
              ))}
              <td>{format.number(hour.measured)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
