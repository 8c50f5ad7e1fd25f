'use client';

import { useTranslations } from 'next-intl';
import { devicesHref } from '#lib/client/lists/list-links';
import type { DeviceFigures } from '#lib/contract/overview';
import { managementStates } from '#lib/domain/reports/report-status';
import { Breakdown } from './breakdown.tsx';

export function ManagementBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations();
  const parts = managementStates.map((state) => ({
    id: state,
    tone: 'accent' as const,
    label: t(`device.management.${state}`),
    count: devices.managementState[state],
    href: devicesHref({ managementState: [state] }),
  }));
  const title = t('overview.breakdown.management');
  return (
    <Breakdown title={title} total={devices.total} unit={t('overview.breakdown.devices')} parts={parts} />
  );
}
