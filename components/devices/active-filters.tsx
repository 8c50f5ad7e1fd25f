'use client';

import { useTranslations } from 'next-intl';
import { choiceFilters, isFiltered } from '#lib/client/device-search';
import { type FilterChip, FilterChips } from '../layout/filter-chips.tsx';
import { useChoiceLabel } from './use-choice-label.ts';
import { useDeviceSearch } from './use-device-search.ts';

export function ActiveFilters() {
  const t = useTranslations('devices');
  const labelOf = useChoiceLabel();
  const { search, change, clear } = useDeviceSearch();
  if (!isFiltered(search)) return null;

  const chips: FilterChip[] = choiceFilters.flatMap((name) =>
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
  return <FilterChips chips={chips} onClear={clear} />;
}
