'use client';

import { useTranslations } from 'next-intl';
import { CircleCheck, CircleHelp, ShieldX } from '#components/ui/icons';
import { devicesHref } from '#lib/client/lists/list-links';
import type { DeviceFigures } from '#lib/contract/overview';
import { Breakdown } from './breakdown.tsx';

const looks = {
  let_in: { tone: 'good', icon: CircleCheck },
  likely_blocked: { tone: 'bad', icon: ShieldX },
  unknown: { tone: 'muted', icon: CircleHelp },
} as const;
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
