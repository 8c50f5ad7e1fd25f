'use client';

import { useTranslations } from 'next-intl';
import { X } from '#components/ui/icons';

export interface FilterChip {
  id: string;
  filter: string;
  value: string;
  remove: () => unknown;
}

/** The active filters of a list; each can be removed. */
export function FilterChips({ chips, onClear }: { chips: readonly FilterChip[]; onClear: () => unknown }) {
  const t = useTranslations('list');
  if (chips.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <ul aria-label={t('active')} className="flex flex-wrap gap-1.5">
        {chips.map(({ id, filter, value, remove }) => (
          <li key={id}>
            <button
              type="button"
              onClick={remove}
              aria-label={t('removeChip', { filter, value })}
              className="inline-flex min-h-6 items-center gap-1 rounded-md bg-accent-soft px-2 text-accent text-sm hover:underline"
            >
              {t('chip', { filter, value })}
              <X aria-hidden="true" size={13} />
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        onClick={onClear}
        className="min-h-6 rounded-md px-2 text-muted text-sm underline underline-offset-2 hover:text-ink"
      >
        {t('clearAll')}
      </button>
    </div>
  );
}
