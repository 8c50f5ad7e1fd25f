'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { azureStatusLooks, verdictLooks } from '#components/marks/status-badges';
import { devicesHref } from '#lib/client/lists/list-links';
import type { DeviceFigures, FleetFigures, Snapshot } from '#lib/contract/overview';
import { verdicts } from '#lib/domain/devices/verdict';
import type { AzureComplianceStatus } from '#lib/domain/reports/report-status';
import type { Series, TrendPoint } from './series.tsx';
import { TrendPanel } from './trend-panel.tsx';

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
