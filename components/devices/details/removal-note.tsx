'use client';

import { useTranslations } from 'next-intl';
import { ExactTime } from '#components/ui/exact-time';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';

/** How far the removal from Azure got: unmanaged, with the time that Azure keeps the record yet, or deleted. */
export function RemovalNote({ removal }: { removal: NonNullable<DeviceDetail['removal']> }) {
  const t = useTranslations('device.states.removal');
  const { state, at, dropsBy, problem } = removal;
  return (
    <div className="text-sm">
      <p className="font-medium">
        {t(state)}{' '}
        <span className="font-normal text-muted">
          <ExactTime value={at} />
        </span>
      </p>
      {dropsBy !== null && (
        <p>{t.rich('dropsBy', { when: () => <RelativeTime value={dropsBy} future /> })}</p>
      )}
      {problem !== null && <p className="text-wait">{t('problem', { problem })}</p>}
    </div>
  );
}
