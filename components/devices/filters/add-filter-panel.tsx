'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ChevronLeft } from '#components/ui/icons';
import { type FilterName, isFlagFilter } from '#lib/client/lists/device-search';
import { FilterEditor } from './filter-editor.tsx';
import { FilterPicker } from './filter-picker.tsx';
import { useDeviceSearch } from './use-device-search.ts';

/** Stable, so that it is called once: when the button appears. */
const takeFocus = (button: HTMLButtonElement | null) => button?.focus();

/** First which filter, then its values; a filter without values is set at once. */
export function AddFilterPanel({ onDone }: { onDone: () => void }) {
  const t = useTranslations('filters');
  const { change } = useDeviceSearch();
  const [name, setName] = useState<FilterName | null>(null);
  if (name === null) {
    return (
      <FilterPicker
        onPick={(picked) => {
          if (!isFlagFilter(picked)) return setName(picked);
          void change({ [picked]: true });
          onDone();
        }}
      />
    );
  }
  return (
    <>
      <button
        type="button"
        ref={takeFocus}
        onClick={() => setName(null)}
        className="mb-1 flex min-h-8 items-center gap-1 rounded-md ps-1 pe-2 text-muted hover:bg-sunken hover:text-ink"
      >
        <ChevronLeft aria-hidden="true" size={15} />
        {t('allFilters')}
      </button>
      <FilterEditor name={name} />
    </>
  );
}
