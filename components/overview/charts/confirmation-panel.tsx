'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { reportsHref } from '#lib/client/lists/list-links';
import type { OverviewFigures } from '#lib/contract/overview';
import { priorityOf, triggers } from '#lib/domain/reports/trigger';
import { useDurationText } from '../../ui/use-duration-text.ts';
import { ChartPanel } from './chart-panel.tsx';
import { ChartSpace } from './chart-space.tsx';
import { ConfirmationTable } from './confirmation-table.tsx';
import { Legend } from './legend.tsx';
import type { Series } from './series.ts';

const ConfirmationChart = dynamic(
  () => import('./confirmation-chart.tsx').then((module) => module.ConfirmationChart),
  { ssr: false, loading: ChartSpace },
);

/** The reports that are measured: what changed or was asked for. */
const measured = triggers.filter((trigger) => priorityOf[trigger] === 0);

/** How long it takes from a change to Microsoft's confirmation. */
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
