'use client';

import { useTranslations } from 'next-intl';
import type { BulkAction } from '#lib/contract/bulk-action';
import { endedOf } from './outcome-looks.ts';

/** Says it to those who listen: each quarter, and the end. The words stay the same in between, so nothing is said. */
export function ProgressVoice({ action }: { action: BulkAction }) {
  const t = useTranslations('bulk.voice');
  const { total, finishedAt, failed, notPossible } = action;
  const quarter = total === 0 ? 1 : Math.floor((4 * endedOf(action)) / total) / 4;
  return (
    <p role="status" className="sr-only">
      {finishedAt === null
        ? t('quarter', { done: quarter })
        : t('finished', { total, failed: failed + notPossible })}
    </p>
  );
}
