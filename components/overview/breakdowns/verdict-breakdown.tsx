'use client';

import { useTranslations } from 'next-intl';
import { verdictLooks } from '#components/marks/status-badges';
import { devicesHref } from '#lib/client/lists/list-links';
import type { DeviceFigures } from '#lib/contract/overview';
import { verdicts } from '#lib/domain/devices/verdict';
import { Breakdown } from './breakdown.tsx';

export function VerdictBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations();
  const parts = verdicts.map((verdict) => ({
    id: verdict,
    ...verdictLooks[verdict],
    label: t(`device.verdict.${verdict}`),
    count: devices.verdict[verdict],
    href: devicesHref({ verdict: [verdict] }),
  }));
  const title = t('overview.breakdown.verdict');
  return (
    <Breakdown title={title} total={devices.total} unit={t('overview.breakdown.devices')} parts={parts} />
  );
}
