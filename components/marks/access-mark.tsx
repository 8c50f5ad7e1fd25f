'use client';

import { useTranslations } from 'next-intl';
import { ShieldX } from '#components/ui/icons';
import { Status } from '#components/ui/status';
import type { DeviceListItem } from '#lib/contract/device';
import { DriftMark } from './drift-mark.tsx';
import { entraProblemLooks } from './status-badges.tsx';

/** What a verdict alone would hide: Entra disagrees, or does not let in a device that we call compliant. */
export function AccessMark({ device }: { device: DeviceListItem }) {
  const t = useTranslations('device');
  const { driftSince, entra, access, verdict } = device;
  if (driftSince !== null) return <DriftMark since={driftSince} />;
  if (entra !== null && entra.problem !== null) {
    return <Status {...entraProblemLooks[entra.problem]}>{t(`states.${entra.problem}`)}</Status>;
  }
  if (verdict !== 'compliant' || access.state !== 'likely_blocked') return null;
  return (
    <Status tone="bad" icon={ShieldX}>
      {access.because === 'not_registered' ? t('access.notRegistered') : t('access.likely_blocked')}
    </Status>
  );
}
