'use client';

import { useTranslations } from 'next-intl';
import type { BulkItem } from '#lib/contract/bulk-action';
import { bulkReasons } from '#lib/domain/reports/bulk-action';
import { failureCodes } from '#lib/domain/reports/report-status';

/** Why it ended so: in our words where the cause is ours, else Microsoft's own code. */
export function ItemReason({ item: { reason, detail } }: { item: BulkItem }) {
  const t = useTranslations();
  if (reason === null) return null;
  const known = bulkReasons.find((name) => name === reason);
  if (known !== undefined) return t(`bulk.reason.${known}`);
  const failure = failureCodes.find((name) => name === reason) ?? (detail === null ? 'other' : 'otherDetail');
  return t(`device.failure.${failure}`, { code: reason, detail: detail ?? '' });
}
