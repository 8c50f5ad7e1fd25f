'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useFormatter, useTimeZone, useTranslations } from 'next-intl';
import { ChartPanel, ChartSpace } from './chart-panel.tsx';
import { FiguresTable } from './figures-table.tsx';
import { Legend, type Series, type TrendPoint } from './series.tsx';

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

interface TrendTableProps {
  title: string;
  points: readonly TrendPoint[];
  series: readonly Series[];
}

/** The last figures of each day, the newest first; the heads link to today's devices. */
function TrendTable({ title, points, series }: TrendTableProps) {
  const t = useTranslations('overview');
  const format = useFormatter();
  const timeZone = useTimeZone() ?? 'UTC';
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone });
  const lastOfDay = new Map(points.map((point) => [dayOf.format(point.at), point]));
  return (
    <FiguresTable
      caption={title}
      rowHead={t('trend.day')}
      columns={series.map(({ key, label, href }) => ({
        key,
        head: href === undefined ? label : <Link href={href}>{label}</Link>,
      }))}
      rows={[...lastOfDay.values()].toReversed().map((point) => ({
        key: point.at,
        head: format.dateTime(new Date(point.at), { dateStyle: 'medium' }),
        cells: series.map(({ key }) => format.number(point[key] ?? 0)),
      }))}
    />
  );
}
