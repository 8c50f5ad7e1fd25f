'use client';

import { useTranslations } from 'next-intl';
import { devicesHref } from '#lib/client/lists/list-links';
import type { DeviceFigures } from '#lib/contract/overview';
import { isReportable, operatingSystems } from '#lib/domain/devices/operating-system';
import { useSystemName } from '../../marks/use-system-name.ts';
import { Breakdown } from './breakdown.tsx';

export function SystemBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations('overview.breakdown');
  const systemName = useSystemName();
  // Systems that Microsoft takes no reports of are named where there are any.
  const named = operatingSystems.filter((os) => isReportable(os) || devices.os[os] > 0);
  const parts = named.map((os) => ({
    id: os,
    tone: 'accent' as const,
    label: systemName(os),
    count: devices.os[os],
    href: devicesHref({ os: [os] }),
  }));
  return <Breakdown title={t('os')} total={devices.total} unit={t('devices')} parts={parts} />;
}
