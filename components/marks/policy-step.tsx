'use client';

import { useTranslations } from 'next-intl';
import { Hourglass } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';
import type { DeviceListItem } from '#lib/contract/device';

interface Props {
  step: DeviceListItem['policyStep'];
  /** Abbreviated, for tables */
  short?: boolean;
}

/** What a policy does next to a device, and when; nothing if nothing comes. */
export function PolicyStepMark({ step, short = false }: Props) {
  const t = useTranslations('device');
  if (step === null) return null;
  const { action, at } = step;
  const when = () => <RelativeTime value={at} future short={short} />;
  return (
    <Status tone={action === 'monitor' ? 'muted' : 'wait'} icon={Hourglass}>
      {t.rich(`stepSoon.${action}`, { when })}
    </Status>
  );
}
