'use client';

import { useFormatter, useTranslations } from 'next-intl';

const exact = { dateStyle: 'medium', timeStyle: 'short' } as const;

/** What a fixed stretch of time is called; either end may be open. */
export function useBetweenText() {
  const t = useTranslations('reports.between');
  const format = useFormatter();
  return (after: string | null, before: string | null): string => {
    if (after === null) return t('before', { time: format.dateTime(new Date(before ?? 0), exact) });
    const from = new Date(after);
    if (before === null) return t('after', { time: format.dateTime(from, exact) });
    return format.dateTimeRange(from, new Date(before), exact);
  };
}
