'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useFormatter, useTimeZone, useTranslations } from 'next-intl';
import { azureStatusLooks, verdictLooks } from '#components/marks/status-looks';
import { devicesHref } from '#lib/client/lists/list-links';
import type { DeviceFigures, FleetFigures, Snapshot } from '#lib/contract/overview';
import { verdicts } from '#lib/domain/devices/verdict';
import type { AzureComplianceStatus } from '#lib/domain/reports/report-status';
import { ChartPanel, ChartSpace, FiguresTable } from './chart-panel.tsx';
import { Legend, type Series, type TrendPoint } from './series.tsx';

const statuses = ['successful', 'in_progress', 'failed', 'blank'] as const;
const verdictPatterns = { compliant: 'solid', noncompliant: 'hatched', retired: 'outlined' } as const;
const statusPatterns = {
  successful: 'solid',
  in_progress: 'dotted',
  failed: 'hatched',
  blank: 'outlined',
} as const satisfies Record<AzureComplianceStatus | 'blank', Series['look']>;

interface Props {
  devices: DeviceFigures;
  history: readonly Snapshot[];
  computedAt: string;
}

/** Before that, a trend is a point or two. */
const youngMs = 2 * 86_400_000;

/** The state of all devices over the last 90 days. */
export function TrendPanels({ devices, history, computedAt }: Props) {
  const t = useTranslations();
  const format = useFormatter();
  const pointsOf = (read: (figures: FleetFigures) => Record<string, number>): TrendPoint[] => [
    ...history
      .filter(({ at }) => at < computedAt)
      .map((snapshot) => ({ at: Date.parse(snapshot.at), ...read(snapshot) })),
    { at: Date.parse(computedAt), ...read(devices) },
  ];
  const verdictSeries = verdicts.map(
    (verdict): Series => ({
      key: verdict,
      label: t(`device.verdict.${verdict}`),
      color: verdictLooks[verdict].tone,
      look: verdictPatterns[verdict],
      value: format.number(devices.verdict[verdict]),
      href: devicesHref({ verdict: [verdict] }),
    }),
  );
  const statusSeries = statuses.map(
    (status): Series => ({
      key: status,
      label: t(`device.azureStatus.${status}`),
      color: azureStatusLooks[status].tone,
      look: statusPatterns[status],
      value: format.number(devices.azureComplianceStatus[status]),
      href: devicesHref({ azureComplianceStatus: [status] }),
    }),
  );
  const driftSeries: Series = {
    key: 'drifted',
    label: t('overview.figure.drifted'),
    color: 'wait',
    look: 'hatched',
    value: format.number(devices.drifted),
    href: devicesHref({ drift: true }),
  };
  const began = Date.parse(history.at(0)?.at ?? computedAt);
  if (Date.parse(computedAt) - began < youngMs) {
    const since = format.dateTime(new Date(began), { dateStyle: 'medium', timeStyle: 'short' });
    return <p className="text-muted text-sm">{t('overview.trend.young', { since })}</p>;
  }
  return (
    <div className="grid gap-4 has-[details[open]]:items-start md:grid-cols-2 xl:grid-cols-3">
      <TrendPanel
        title={t('overview.trend.verdict')}
        series={verdictSeries}
        points={pointsOf(({ verdict }) => verdict)}
      />
      <TrendPanel
        title={t('overview.trend.azureStatus')}
        series={statusSeries}
        points={pointsOf(({ azureComplianceStatus }) => azureComplianceStatus)}
      />
      <TrendPanel
        title={t('overview.trend.drift')}
        series={[driftSeries]}
        points={pointsOf(({ drifted }) => ({ drifted }))}
      />
    </div>
  );
}

const TrendChart = dynamic(() => import('./trend-chart.tsx').then((module) => module.TrendChart), {
  ssr: false,
  loading: ChartSpace,
});

interface TrendPanelProps {
  title: string;
  series: readonly Series[];
  /** Oldest first; the last one is now */
  points: readonly TrendPoint[];
}

function TrendPanel({ title, series, points }: TrendPanelProps) {
  const t = useTranslations('overview');
  const format = useFormatter();
  const [first, last] = [points.at(0), points.at(-1)];
  const from = new Date(first?.at ?? 0);
  const since = format.dateTime(from, { dateStyle: 'medium', timeStyle: 'short' });
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
