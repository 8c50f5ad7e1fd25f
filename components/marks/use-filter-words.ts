'use client';

import { useFormatter, useTranslations } from 'next-intl';
import {
  type ChoiceFilter,
  choiceFilters,
  type DeviceSearch,
  type FilterName,
  filterNames,
} from '#lib/client/lists/device-search';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import { dayMs, durationMs } from '#lib/domain/text/age';
import { shownText } from '#lib/domain/text/shown-text';
import { useCauseName } from './use-cause-name.ts';
import { useSystemName } from './use-system-name.ts';

interface FilterWords {
  name: FilterName | 'q';
  /** What is filtered */
  label: string;
  /** By which values; null: the label says it all */
  value: string | null;
}

interface Options {
  /** Every value, and points in time to the second: for the record of a request */
  full?: boolean;
}

/** A sentence with more values than this cannot be read at a glance. */
const mostNamed = 3;
const hourMs = 3_600_000;

/** Returns the words for a filter, one entry for each thing that it filters. */
export function useFilterWords({ full = false }: Options = {}): (filter: DeviceCriteria) => FilterWords[] {
  const t = useTranslations('filters');
  const format = useFormatter();
  const ageText = useAgeText({ full });
  const labelOf = useChoiceLabel();
  const causeName = useCauseName();

  function listed(values: readonly string[]): string {
    if (full || values.length <= mostNamed) return format.list(values, { type: 'disjunction' });
    const [first = '', second = '', ...others] = values;
    return t('more', { first, second, count: others.length });
  }

  function wordsFor(name: FilterName, filter: DeviceCriteria): string | null {
    const value = filter[name];
    if (value === undefined || value === true) return null;
    if (typeof value === 'string') return ageText(value);
    if (name === 'id' && !full && value.length > 1) return t('values', { count: value.length });
    if (name === 'failureCode') return listed(value.map(causeName));
    const known = choiceFilters.find((choice): choice is ChoiceFilter => choice === name);
    return listed(known ? value.map((one) => labelOf(known, one as never)) : value.map(shownText));
  }

  return (filter) => {
    const words: FilterWords[] = filterNames
      .filter((name) => filter[name] !== undefined)
      .map((name) => ({ name, label: t(`name.${name}`), value: wordsFor(name, filter) }));
    if (filter.q === undefined) return words;
    const lines = shownText(filter.q.replace(/\s*[\r\n]+\s*/g, ' ↵ '));
    return [...words, { name: 'q', label: t('name.q'), value: lines }];
  };
}

/** Returns the words for a point in time that a filter takes: "more than 7 days ago", "before 24 Nov 2026". */
export function useAgeText({ full = false }: Options = {}): (age: string) => string {
  const t = useTranslations('filters');
  const format = useFormatter();
  return (age) => {
    const ms = durationMs(age);
    if (ms === null) {
      const style = full
        ? ({ dateStyle: 'medium', timeStyle: 'medium' } as const)
        : ({ dateStyle: 'medium' } as const);
      return t('before', { date: format.dateTime(new Date(age), style) });
    }
    const [unit, length] = unitOf(ms);
    const duration = format.number(ms / length, { style: 'unit', unit, unitDisplay: 'long' });
    return t('longerAgo', { duration });
  };
}

function unitOf(ms: number) {
  if (ms % dayMs === 0) return ['day', dayMs] as const;
  if (ms % hourMs === 0) return ['hour', hourMs] as const;
  return ['minute', 60_000] as const;
}

/** Returns the name of a filter's value. */
export function useChoiceLabel() {
  const t = useTranslations('device');
  const common = useTranslations('common');
  const blank = useTranslations('filters')('value.blank');
  const waiting = useTranslations('filters')('value.waiting');
  const excepted = useTranslations('filters')('value.excepted');
  const channelName = useTranslations('connection.channel');
  const systemName = useSystemName();
  return function label<F extends ChoiceFilter>(filter: F, value: DeviceSearch[F][number]): string {
    const choice = { filter, value } as {
      [K in ChoiceFilter]: { filter: K; value: DeviceSearch[K][number] };
    }[ChoiceFilter];
    switch (choice.filter) {
      case 'verdict':
        return t(`verdict.${choice.value}`);
      case 'azureComplianceStatus':
        return t(`azureStatus.${choice.value}`);
      case 'clientStatusCode':
        return choice.value === 'blank' ? t('codeBlank') : choice.value;
      case 'os':
        return systemName(choice.value);
      case 'managementState':
        return t(`management.${choice.value}`);
      case 'access':
        return t(`access.${choice.value}`);
      case 'channel':
        return channelName(choice.value);
      case 'entraProblem':
        return t(`states.${choice.value}`);
      case 'ownership':
        return choice.value === 'blank' ? blank : t(`ownership.${choice.value}`);
      case 'encrypted':
        if (choice.value === 'blank') return blank;
        return common(choice.value === 'true' ? 'yes' : 'no');
      case 'action':
        return choice.value === 'blank' ? common('none') : t(`action.${choice.value}`);
      case 'policyAction':
        if (choice.value === 'waiting') return waiting;
        return choice.value === 'excepted' ? excepted : t(`action.${choice.value}`);
    }
  };
}
