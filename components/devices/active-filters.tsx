'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { isFiltered, toDeviceFilter } from '#lib/client/device-search';
import { AddFilter } from './add-filter.tsx';
import { FilterChip } from './filter-chip.tsx';
import { useDeviceSearch } from './use-device-search.ts';
import { useFilterWords } from './use-filter-words.ts';

/** The filters that are set, each to be changed or taken away, and the way to another one. */
export function ActiveFilters() {
  const t = useTranslations('list');
  const wordsOf = useFilterWords();
  const { search, change, clear } = useDeviceSearch();
  const add = useRef<HTMLDivElement>(null);
  const { q: _shownInTheBox, ...filter } = toDeviceFilter(search);
  const words = wordsOf(filter);
  // What held the focus is gone with its filter: the place to set one again takes it.
  const focusAdd = () => add.current?.querySelector('button')?.focus();
  return (
    <>
      <div ref={add}>
        <AddFilter />
      </div>
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
                    focusAdd();
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
            focusAdd();
            void clear();
          }}
          className="min-h-8 rounded-md px-2 text-muted underline underline-offset-2 hover:text-ink"
        >
          {t('clearAll')}
        </button>
      )}
    </>
  );
}
