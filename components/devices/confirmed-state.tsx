'use client';

import { CircleDashed } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { DeviceDetail } from '#lib/contract/device';
import { Copyable } from '../ui/copyable.tsx';
import { ExactTime } from '../ui/exact-time.tsx';
import { Status } from '../ui/status.tsx';
import { VerdictStatus } from './verdict-status.tsx';

/** What Microsoft last confirmed: never what was only sent. */
export function ConfirmedState({ confirmed }: { confirmed: DeviceDetail['confirmed'] }) {
  const t = useTranslations('device.states');
  if (confirmed === null) {
    return (
      <>
        <Status tone="muted" icon={CircleDashed}>
          {t('never')}
        </Status>
        <p className="text-muted text-sm">{t('neverText')}</p>
      </>
    );
  }
  return (
    <>
      <VerdictStatus verdict={confirmed.verdict} />
      <p className="text-muted text-sm">
        <ExactTime value={confirmed.at} />
      </p>
      <p className="text-muted text-sm">
        {t('messageId')} <Copyable text={confirmed.messageId} what={t('messageId')} />
      </p>
      {!confirmed.current && <p className="text-sm text-wait">{t('outdated')}</p>}
    </>
  );
}
