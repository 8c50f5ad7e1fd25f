'use client';

import { useTranslations } from 'next-intl';
import { devicesHref } from '#lib/client/list-links';
import type { DeviceFigures } from '#lib/contract/overview';
import { operatingSystemNames, operatingSystems } from '#lib/domain/operating-system';
import { Breakdown } from './breakdown.tsx';

export function SystemBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations('overview.breakdown');
  const parts = operatingSystems.map((os) => ({
    id: os,
    tone: 'accent' as const,
    label: operatingSystemNames[os],
    count: devices.os[os],
    href: devicesHref({ os: [os] }),
  }));
  return <Breakdown title={t('os')} total={devices.total} unit={t('devices')} parts={parts} />;
}
