'use client';

import { useTranslations } from 'next-intl';
import { accessLooks } from '#components/marks/status-badges';
import { devicesHref } from '#lib/client/lists/list-links';
import type { DeviceFigures } from '#lib/contract/overview';
import { Breakdown } from './breakdown.tsx';

/** Not known is no reason to act where a whole fleet is counted. */
const looks = { ...accessLooks, unknown: { icon: accessLooks.unknown.icon, tone: 'muted' } } as const;
const states = Object.keys(looks) as (keyof typeof looks)[];

/** How many devices Conditional Access lets in, as far as Entra's answers tell. */
export function AccessBreakdown({ devices }: { devices: DeviceFigures }) {
  const t = useTranslations();
  const parts = states.map((state) => ({
    id: state,
    ...looks[state],
    label: t(`device.access.${state}`),
    count: devices.access[state],
    href: devicesHref({ access: [state] }),
  }));
  const title = t('overview.breakdown.access');
  return (
    <Breakdown title={title} total={devices.total} unit={t('overview.breakdown.devices')} parts={parts} />
  );
}
