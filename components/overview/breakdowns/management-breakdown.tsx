'use client';

import { useTranslations } from 'next-intl';
import { devicesHref } from '#lib/client/lists/list-links';
import type { DeviceFigures } from '#lib/contract/overview';
import { managementStates } from '#lib/domain/reports/report-status';
import { Breakdown } from './breakdown.tsx';

export function ManagementBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations('overview');
  const parts = managementStates.map((state) => ({
    id: state,
    tone: 'accent' as const,
    label: t(`management.${state}`),
    count: devices.managementState[state],
    href: devicesHref({ managementState: [state] }),
  }));
  const title = t('breakdown.management');
  return <Breakdown title={title} total={devices.total} unit={t('breakdown.devices')} parts={parts} />;
}
