'use client';

import dynamic from 'next/dynamic';
import { useFormatter, useTranslations } from 'next-intl';
import { reportsHref } from '#lib/client/lists/list-links';
import type { ReportHourFigures } from '#lib/contract/overview';
import { ChartPanel } from './chart-panel.tsx';
import { ChartSpace } from './chart-space.tsx';
import { hourFilter, statusesOf } from './hour-filter.ts';
import { HoursTable } from './hours-table.tsx';
import { Legend } from './legend.tsx';
import { type Outcome, outcomeLooks, outcomes } from './report-outcomes.ts';
import type { Series } from './series.ts';

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

/** Reports of the last 48 hours, by what became of them. */
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
      table={() => <HoursTable hours={hours} series={series} />}
      note={t('hours.note')}
    />
  );
}
