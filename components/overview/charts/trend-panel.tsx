'use client';

import dynamic from 'next/dynamic';
import { useFormatter, useTranslations } from 'next-intl';
import { ChartPanel } from './chart-panel.tsx';
import { ChartSpace } from './chart-space.tsx';
import { Legend } from './legend.tsx';
import type { Series, TrendPoint } from './series.ts';
import { TrendTable } from './trend-table.tsx';

const TrendChart = dynamic(() => import('./trend-chart.tsx').then((module) => module.TrendChart), {
  ssr: false,
  loading: ChartSpace,
});

const day = 86_400_000;

interface Props {
  title: string;
  series: readonly Series[];
  /** Oldest first; the last one is now */
  points: readonly TrendPoint[];
}

export function TrendPanel({ title, series, points }: Props) {
  const t = useTranslations('overview');
  const format = useFormatter();
  const [first, last] = [points.at(0), points.at(-1)];
  const from = new Date(first?.at ?? 0);
  const since = format.dateTime(from, { dateStyle: 'medium', timeStyle: 'short' });
  const isYoung = first !== undefined && last !== undefined && last.at - first.at < day;
  const numbers = (point: TrendPoint | undefined) =>
    format.list(series.map(({ key, label }) => `${label} ${format.number(point?.[key] ?? 0)}`));
  return (
    <ChartPanel
      title={title}
      summary={t('trend.summary', { since, before: numbers(first), now: numbers(last) })}
      legend={
        <div className="md:min-h-10">
          <Legend series={series} />
        </div>
      }
      chart={<TrendChart points={points} series={series} label={title} />}
      table={() => <TrendTable title={title} points={points} series={series} />}
      note={isYoung ? t('trend.young', { since }) : undefined}
    />
  );
}
