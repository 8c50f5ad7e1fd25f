'use client';

import { useTranslations } from 'next-intl';
import { type ChoiceFilter, filterChoices } from '#lib/client/device-search';
import { FilterMenu } from '../ui/filter-menu.tsx';
import { useChoiceLabel } from './use-choice-label.ts';
import { useDeviceSearch } from './use-device-search.ts';

/** One of the filters with several values. */
export function DeviceFilter({ name }: { name: ChoiceFilter }) {
  const t = useTranslations('devices');
  const chosenNote = useTranslations('list')('chosen');
  const labelOf = useChoiceLabel();
  const { search, change } = useDeviceSearch();
  const chosen: readonly string[] = search[name];
  return (
    <FilterMenu
      label={t(`filter.${name}`)}
      chosenNote={chosenNote}
      choices={filterChoices[name].map((value) => ({ value: value as string, label: labelOf(name, value) }))}
      chosen={chosen}
      onChange={(values) => change({ [name]: values.length > 0 ? values : null })}
    />
  );
}
