'use client';

import { useTranslations } from 'next-intl';
import type { BulkAction } from '#lib/contract/bulk-action';
import { Duration } from '../ui/duration.tsx';

/** How long it takes by the pace of late; nothing where that is not known. */
export function TimeLeft({ action, before = '' }: { action: BulkAction; before?: string }) {
  const t = useTranslations('bulk');
  const { secondsLeft } = action;
  if (secondsLeft === null || secondsLeft === 0) return null;
  return (
    <>
      {before}
      {t.rich('timeLeft', { duration: () => <Duration ms={secondsLeft * 1000} /> })}
    </>
  );
}
