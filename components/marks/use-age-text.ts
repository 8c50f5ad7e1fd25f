'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { dayMs, durationMs } from '#lib/domain/text/age';

const hourMs = 3_600_000;

/** A point in time as filters take it, in words: "more than 7 days ago", "before 24 Nov 2026". */
export function useAgeText(): (age: string) => string {
  const t = useTranslations('filters');
  const format = useFormatter();
  return (age) => {
    const ms = durationMs(age);
    if (ms === null) return t('before', { date: format.dateTime(new Date(age), { dateStyle: 'medium' }) });
    const [unit, length] = unitOf(ms);
    return t('longerAgo', {
      duration: format.number(ms / length, { style: 'unit', unit, unitDisplay: 'long' }),
    });
  };
}

function unitOf(ms: number) {
  if (ms % dayMs === 0) return ['day', dayMs] as const;
  if (ms % hourMs === 0) return ['hour', hourMs] as const;
  return ['minute', 60_000] as const;
}
