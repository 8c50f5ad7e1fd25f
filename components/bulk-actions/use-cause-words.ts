'use client';

import { useTranslations } from 'next-intl';
import { bulkReasons } from '#lib/domain/reports/bulk-action';
import { failureCodes } from '#lib/domain/reports/report-status';

type Fixable = Exclude<(typeof bulkReasons)[number], 'nobody_to_tell'> | (typeof failureCodes)[number];

const fixable: readonly Fixable[] = [
  ...bulkReasons.filter((reason) => reason !== 'nobody_to_tell'),
  ...failureCodes,
];

/** What a cause means for any of its devices, and what to do about it. A code of Microsoft's has no text of ours. */
export function useCauseWords() {
  const t = useTranslations('bulk');
  function meaningOf(cause: string): string {
    const reason = bulkReasons.find((name) => name === cause);
    if (reason !== undefined) return t(`reason.${reason}`);
    const failure = failureCodes.find((name) => name === cause);
    return failure === undefined ? t('causes.microsoft') : t(`means.${failure}`);
  }
  const fixOf = (cause: string) => t(`fix.${fixable.find((name) => name === cause) ?? 'other'}`);
  const isOurs = (cause: string) => fixable.some((name) => name === cause);
  return { meaningOf, fixOf, isOurs };
}
