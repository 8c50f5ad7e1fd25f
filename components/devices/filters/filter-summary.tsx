'use client';

import { useTranslations } from 'next-intl';
import { FilterBox } from '#components/layout/filter-box';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import { useFilterWords } from '../../marks/use-filter-words.ts';

/** Which devices a filter is about. */
export function FilterSummary({ filter }: { filter: DeviceCriteria }) {
  const t = useTranslations();
  const words = useFilterWords()(filter);
  const conditions = words.map(({ name, label, value }) => ({
    id: name,
    text: value === null ? label : t('list.chip', { filter: label, value }),
  }));
  return (
    <FilterBox
      title={t(words.length === 0 ? 'filters.everyDevice' : 'filters.devicesWith')}
      conditions={conditions}
    />
  );
}
