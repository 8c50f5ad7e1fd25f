'use client';

import { useTranslations } from 'next-intl';
import type { BulkAction } from '#lib/contract/bulk-action';
import { BulkBar } from './bulk-bar.tsx';
import { endedOf } from './outcome-looks.ts';
import { TimeLeft } from './time-left.tsx';

/** The progress in a row of the list. */
export function BulkSummary({ action }: { action: BulkAction }) {
  const t = useTranslations('bulk');
  const { total, failed, notPossible, finishedAt } = action;
  return (
    <div className="flex flex-col gap-1">
      <BulkBar action={action} />
      <p className="text-muted text-xs">
        {t('done', { ended: endedOf(action), total })}
        {failed > 0 && <span className="text-bad"> · {t('failed', { count: failed })}</span>}
        {notPossible > 0 && <span className="text-wait"> · {t('notPossible', { count: notPossible })}</span>}
        {finishedAt === null && <TimeLeft action={action} before=" · " />}
      </p>
    </div>
  );
}
