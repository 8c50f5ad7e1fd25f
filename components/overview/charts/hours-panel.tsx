'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { reportsHref } from '#lib/client/lists/list-links';
import type { ReportHourFigures } from '#lib/contract/overview';
import { ChartPanel, ChartSpace, FiguresTable } from './chart-panel.tsx';
import { hourFilter, type Outcome, outcomeLooks, outcomes, statusesOf, useHourText } from './report-hours.ts';
import { Legend, type Series } from './series.tsx';

const HoursChart = dynamic(() => import('./hours-chart.tsx').then((module) => module.HoursChart), {
  ssr: false,
  loading: ChartSpace,
});

const patterns = {
  successful: 'solid',
  failed: 'hatched',
  open: 'dotted',
  superseded: 'outlined',
} as const satisfies Record<Outcome, Series['look']>;

/** Reports of the last 48 hours, by outcome. */
export function HoursPanel({ hours }: { hours: readonly ReportHourFigures[] }) {
  const t = useTranslations('overview');
  const format = useFormatter();
  const since = hours[0]?.hour;
  const totals = outcomes.map((outcome) => hours.reduce((sum, hour) => sum + hour[outcome], 0));
  const series = outcomes.map(
    (outcome, index): Series => ({
      key: outcome,
      label: t(`outcome.${outcome}`),
      color: outcomeLooks[outcome].tone,
      look: patterns[outcome],
      value: format.number(totals[index] ?? 0),
      href: reportsHref({ status: statusesOf(outcome), ...(since && { createdAfter: since }) }),
    }),
  );
  const [successful = 0, failed = 0, open = 0, superseded = 0] = totals;
  return (
    <ChartPanel
      title={t('hours.title')}
      summary={t('hours.summary', { successful, failed, open, superseded })}
      legend={<Legend series={series} />}
      chart={<HoursChart hours={hours} series={series} label={t('hours.title')} hrefOf={hourFilter} />}
      table={() => <HoursTable hours={hours} />}
      note={t('hours.note')}
    />
  );
}

/** The newest hour first; every number links to the reports it counts. */
function HoursTable({ hours }: { hours: readonly ReportHourFigures[] }) {
  const t = useTranslations('overview');
  const format = useFormatter();
  const { full } = useHourText();
  function cell(hour: ReportHourFigures, outcome: Outcome) {
    const count = format.number(hour[outcome]);
    if (hour[outcome] === 0) return count;
    return (
      <Link href={hourFilter(hour.hour, outcome)} aria-label={`${count} ${t(`outcome.${outcome}`)}`}>
        {count}
      </Link>
    );
  }
  return (
    <FiguresTable
      caption={t('hours.title')}
      rowHead={t('hour')}
      columns={outcomes.map((outcome) => ({ key: outcome, head: t(`outcome.${outcome}`) }))}
      rows={hours.toReversed().map((hour) => ({
        key: hour.hour,
        head: full(hour.hour),
        cells: outcomes.map((outcome) => cell(hour, outcome)),
      }))}
    />
  );
}
