'use client';

import { useTranslations } from 'next-intl';
import { GuideLink } from '#components/marks/guide-link';
import { useClock } from '#components/ui/clock';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';
import { failureCodes } from '#lib/domain/reports/report-status';

interface Props {
  failure: { code: string; detail: string | null };
  /** Leads to what the guide says about a known cause */
  explained?: boolean;
}

/** Why a report failed: our text for known causes, otherwise Microsoft's code. */
export function FailureText({ failure: { code, detail }, explained = false }: Props) {
  const t = useTranslations('device');
  const known = failureCodes.find((name) => name === code);
  const text = known ?? (detail === null ? 'other' : 'otherDetail');
  return (
    <p>
      {t(`failure.${text}`, { code, detail: detail ?? '' })}
      {explained && known !== undefined && (
        <>
          {' '}
          <GuideLink topic="failure" entry={known} name={t(`cause.${known}`)} />
        </>
      )}
    </p>
  );
}

/** Why the last report of a device failed, when, and when and why the next attempt is. */
export function DeviceFailure({ failure }: { failure: NonNullable<DeviceDetail['failure']> }) {
  return (
    <>
      <FailureText failure={failure} explained />
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
