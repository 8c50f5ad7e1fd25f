'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { filterNames, isFiltered } from '#lib/client/device-search';
import { useChoiceLabel } from './use-choice-label.ts';
import { useDeviceSearch } from './use-device-search.ts';

/** What narrows the list now; each can be taken away. */
export function ActiveFilters() {
  const t = useTranslations('devices');
  const labelOf = useChoiceLabel();
  const { search, change, clear } = useDeviceSearch();
  if (!isFiltered(search)) return null;

  const chips = filterNames.flatMap((name) =>
    search[name].map((value) => ({
      id: `${name}:${value}`,
      filter: t(`filter.${name}`),
      value: labelOf(name, value),
      remove: () => {
        const rest = (search[name] as readonly string[]).filter((other) => other !== value);
        return change({ [name]: rest.length > 0 ? rest : null });
      },
    })),
  );
  if (search.drift) {
    chips.push({
      id: 'drift',
      filter: t('filter.drift'),
      value: t('differs'),
      remove: () => change({ drift: null }),
    });
  }
  if (search.q.trim() !== '') {
    chips.push({ id: 'q', filter: t('filter.q'), value: search.q, remove: () => change({ q: null }) });
  }
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
        onClick={clear}
        className="min-h-6 rounded-md px-2 text-muted text-sm underline underline-offset-2 hover:text-ink"
      >
        {t('clearAll')}
      </button>
    </div>
  );
}
