'use client';

import { useFormatter, useTranslations } from 'next-intl';
import {
  type ChoiceFilter,
  choiceFilters,
  type FilterName,
  filterNames,
} from '#lib/client/lists/device-search';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import { shownText } from '#lib/domain/text/shown-text';
import { useAgeText } from './use-age-text.ts';
import { useChoiceLabel } from './use-choice-label.ts';

export interface FilterWords {
  name: FilterName | 'q';
  /** What is filtered */
  label: string;
  /** By which values; null: the label says it all */
  value: string | null;
}

/** A sentence of more values than this could not be read at a glance. */
const mostNamed = 3;

/** A filter in words, one entry for each thing that is filtered. */
export function useFilterWords(): (filter: DeviceCriteria) => FilterWords[] {
  const t = useTranslations('filters');
  const format = useFormatter();
  const ageText = useAgeText();
  const labelOf = useChoiceLabel();

  function listed(values: readonly string[]): string {
    if (values.length <= mostNamed) return format.list(values, { type: 'disjunction' });
    const [first = '', second = '', ...others] = values;
    return t('more', { first, second, count: others.length });
  }

  function wordsFor(name: FilterName, filter: DeviceCriteria): string | null {
    const value = filter[name];
    if (value === undefined || value === true) return null;
    if (typeof value === 'string') return ageText(value);
    const known = choiceFilters.find((choice): choice is ChoiceFilter => choice === name);
    return listed(known ? value.map((one) => labelOf(known, one as never)) : value.map(shownText));
  }

  return (filter) => {
    const words: FilterWords[] = filterNames
      .filter((name) => filter[name] !== undefined)
      .map((name) => ({ name, label: t(`name.${name}`), value: wordsFor(name, filter) }));
    return filter.q === undefined
      ? words
      : [
          ...words,
          { name: 'q', label: t('name.q'), value: shownText(filter.q.replace(/\s*[\r\n]+\s*/g, ' ↵ ')) },
        ];
  };
}
