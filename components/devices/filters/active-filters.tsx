'use client';

import { useTranslations } from 'next-intl';
import { isFiltered, toDeviceFilter } from '#lib/client/lists/device-search';
import { useFilterWords } from '../../marks/use-filter-words.ts';
import { FilterChip } from './filter-chip.tsx';
import { useDeviceSearch } from './use-device-search.ts';

/** The filters that are set, each to be changed or taken away. What held the focus then is gone: `onRemoved` takes it. */
export function ActiveFilters({ onRemoved }: { onRemoved: () => void }) {
  const t = useTranslations('list');
  const wordsOf = useFilterWords();
  const { search, change, clear } = useDeviceSearch();
  const { q: _shownInTheBox, ...filter } = toDeviceFilter(search);
  const words = wordsOf(filter);
  return (
    <>
      {words.length > 0 && (
        <ul aria-label={t('active')} className="contents">
          {words.map(
            ({ name, label, value }) =>
              name !== 'q' && (
                <FilterChip
                  key={name}
                  name={name}
                  label={label}
                  value={value}
                  onRemove={() => {
                    onRemoved();
                    void change({ [name]: null });
                  }}
                />
              ),
          )}
        </ul>
      )}
      {isFiltered(search) && (
        <button
          type="button"
          onClick={() => {
            onRemoved();
            void clear();
          }}
          className="min-h-8 shrink-0 rounded-md px-2 text-muted underline underline-offset-2 hover:text-ink"
        >
          {t('clearAll')}
        </button>
      )}
    </>
  );
}
