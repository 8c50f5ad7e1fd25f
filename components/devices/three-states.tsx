'use client';

import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { ExactTime } from '../ui/exact-time.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { ConfirmedState } from './confirmed-state.tsx';
import { DriftMark } from './drift-mark.tsx';
import { EntraState } from './entra-state.tsx';
import { StateCard } from './state-card.tsx';
import { VerdictStatus } from './verdict-status.tsx';

/** What we hold, what Microsoft confirmed, what Entra shows: where they differ is the answer to most questions. */
export function ThreeStates({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.states');
  return (
    <section aria-label={t('title')}>
      <div className="grid overflow-hidden rounded-lg border border-line bg-surface max-md:divide-y md:grid-cols-3 md:divide-x divide-line">
        <StateCard step={1} title={t('ours')}>
          <VerdictStatus verdict={device.verdict} />
          <p className="text-muted text-sm">
            <ExactTime value={device.verdictSince} />
          </p>
          <p className="text-muted text-sm">
            {device.retireAskedAt === null
              ? t.rich('oursFrom', { ago: () => <RelativeTime value={device.lastCheckInAt} /> })
              : t('oursByAdmin')}
          </p>
        </StateCard>
        <StateCard step={2} title={t('confirmed')}>
          <ConfirmedState confirmed={device.confirmed} />
        </StateCard>
        <StateCard step={3} title={t('entra')} mark={<DriftMark since={device.driftSince} age />}>
          <EntraState device={device} />
        </StateCard>
      </div>
    </section>
  );
}
