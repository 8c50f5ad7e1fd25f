'use client';

import { useTranslations } from 'next-intl';
import { azureStatusLooks } from '#components/marks/status-badges';
import { devicesHref } from '#lib/client/lists/list-links';
import type { DeviceFigures } from '#lib/contract/overview';
import { Breakdown } from './breakdown.tsx';

const statuses = ['successful', 'in_progress', 'failed', 'blank'] as const;

export function AzureStatusBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations();
  const parts = statuses.map((status) => ({
    id: status,
    ...azureStatusLooks[status],
    label: t(`device.azureStatus.${status}`),
    count: devices.azureComplianceStatus[status],
    href: devicesHref({ azureComplianceStatus: [status] }),
  }));
  const title = t('overview.breakdown.azureStatus');
  return (
    <Breakdown title={title} total={devices.total} unit={t('overview.breakdown.devices')} parts={parts} />
  );
}
