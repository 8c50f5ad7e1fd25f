'use client';

import { useTranslations } from 'next-intl';
import { devicesHref } from '#lib/client/list-links';
import type { DeviceFigures } from '#lib/contract/overview';
import { operatingSystems } from '#lib/domain/operating-system';
import { useSystemName } from '../layout/use-system-name.ts';
import { Breakdown } from './breakdown.tsx';

export function SystemBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations('overview.breakdown');
  const systemName = useSystemName();
  const parts = operatingSystems.map((os) => ({
    id: os,
    tone: 'accent' as const,
    label: systemName(os),
    count: devices.os[os],
    href: devicesHref({ os: [os] }),
  }));
  return <Breakdown title={t('os')} total={devices.total} unit={t('devices')} parts={parts} />;
}
