'use client';

import { useTranslations } from 'next-intl';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';

/** What the drift means, what was done about it, and why it may last. */
export function DriftCauses({ drift }: { drift: NonNullable<DeviceDetail['drift']> }) {
  const t = useTranslations('device.states');
  const { reportedAgainAt, causes } = drift;
  return (
    <div className="text-sm">
      <p className="text-wait">{t('driftText')}</p>
      {reportedAgainAt !== null && (
        <p className="text-muted">
          {t.rich('driftReportedAgain', { ago: () => <RelativeTime value={reportedAgainAt} /> })}
        </p>
      )}
      {causes.length > 0 && (
        <>
          <p className="mt-1 font-medium">{t('driftCauses')}</p>
          <ul className="list-disc ps-5">
            {causes.map((cause) => (
              <li key={cause}>{t(`driftCause.${cause}`)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
