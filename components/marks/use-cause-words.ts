'use client';

import { useTranslations } from 'next-intl';
import type { DeviceTotal } from '#lib/contract/device-list';
import { bulkReasons } from '#lib/domain/reports/bulk-action';
import { failureCodes } from '#lib/domain/reports/report-status';

const known = [...bulkReasons, ...failureCodes] as const;
export type KnownCause = (typeof known)[number];

/** Null: a code of Microsoft's, for which there is no text of ours. */
export function knownCause(cause: string): KnownCause | null {
  return known.find((name) => name === cause) ?? null;
}

/** What a cause means for any of its devices, and how many devices have it. */
export function useCauseWords() {
  const t = useTranslations('bulkCauses');
  function meaningOf(cause: string): string {
    const name = knownCause(cause) ?? 'other';
    return t(`meaning.${name}`);
  }
  const amountOf = ({ value, exact }: DeviceTotal) =>
    t(exact ? 'amount.exact' : 'amount.moreThan', { count: value });
  return { meaningOf, amountOf };
}
