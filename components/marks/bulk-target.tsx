'use client';

import { useTranslations } from 'next-intl';
import type { BulkFilter } from '#lib/contract/bulk-action';
import { useFilterWords } from './use-filter-words.ts';

/** The devices it applies to: the filter in words, as it was when the bulk action was started. */
export function BulkTarget({ filter }: { filter: BulkFilter | null }) {
  const t = useTranslations('bulkCauses.target');
  const wordsOf = useFilterWords({ full: true });
  if (filter === null) return t('named');
  const words = wordsOf(filter);
  if (words.length === 0) return t('every');
  return (
    <ul aria-label={t('matching')} className="flex flex-wrap gap-1">
      {words.map(({ name, label, value }) => (
        <li key={name} suppressHydrationWarning className="rounded-md bg-sunken px-1.5 text-sm">
          <span className="text-muted">{label}</span>
          {value !== null && ` ${value}`}
        </li>
      ))}
    </ul>
  );
}
