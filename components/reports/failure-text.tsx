'use client';

import { useTranslations } from 'next-intl';
import { failureCodes } from '#lib/domain/reports/report-status';

/** Why a report failed: in our words where the cause is ours, else Microsoft's own code. */
export function FailureText({
  failure: { code, detail },
}: {
  failure: { code: string; detail: string | null };
}) {
  const t = useTranslations('device.failure');
  const known = failureCodes.find((name) => name === code) ?? (detail === null ? 'other' : 'otherDetail');
  return <p>{t(known, { code, detail: detail ?? '' })}</p>;
}
