'use client';

import { useTranslations } from 'next-intl';
import { useClock } from '#components/ui/clock';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';
import { failureCodes } from '#lib/domain/reports/report-status';

/** Why a report failed: our text for known causes, otherwise Microsoft's code. */
export function FailureText({
  failure: { code, detail },
}: {
  failure: { code: string; detail: string | null };
}) {
  const t = useTranslations('device.failure');
  const known = failureCodes.find((name) => name === code) ?? (detail === null ? 'other' : 'otherDetail');
  return <p>{t(known, { code, detail: detail ?? '' })}</p>;
}

/** Why the last report of a device failed, when, and when and why the next attempt is. */
export function DeviceFailure({ failure }: { failure: NonNullable<DeviceDetail['failure']> }) {
  return (
    <>
      <FailureText failure={failure} />
      <FailureTimes failure={failure} />
    </>
  );
}

/** When a report failed, and when and why the next attempt is. */
function FailureTimes({ failure }: { failure: NonNullable<DeviceDetail['failure']> }) {
  const t = useTranslations('device');
  const now = useClock();
  const { at, nextTryAt, because } = failure;

  function next() {
    if (because === 'reporting_off') return t('failed.nextOff');
    if (because === 'next_change' || nextTryAt === null) return t('failed.nextChange');
    const trigger = because === 'user_lookup' ? t('failed.userLookup') : t(`trigger.${because}`);
    if (Date.parse(nextTryAt) <= now) return t('failed.nextDue', { trigger });
    return t.rich('failed.next', { when: () => <RelativeTime value={nextTryAt} future />, trigger });
  }

  return (
    <p className="text-muted text-sm">
      {at !== null && t.rich('failed.at', { ago: () => <RelativeTime value={at} /> })} {next()}
    </p>
  );
}
