'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { partsOf } from '#lib/client/policies/duration-parts';
import { versionListsQuery } from '#lib/client/queries/version-list-queries';
import { operatingSystems, ownerships } from '#lib/domain/devices/operating-system';
import type { Action } from '#lib/domain/devices/verdict';
import { attributeKeyOf, type Fact, isFactName } from '#lib/domain/policies/fact';
import type { PolicyStep } from '#lib/domain/policies/policy';
import { behindListOf, type Condition, comparisonOf, type Operator } from '#lib/domain/policies/rule';
import { durationMs } from '#lib/domain/text/age';
import { shownText } from '#lib/domain/text/shown-text';
import { useSystemName } from '../marks/use-system-name.ts';

/** Returns the name of a fact. */
export function useFactName(): (fact: Fact) => string {
  const t = useTranslations('policies');
  const inventory = useTranslations('device.inventory');
  return (fact) => {
    const key = attributeKeyOf(fact);
    if (key !== null) return t('attribute', { key: shownText(key) });
    if (!isFactName(fact)) return fact;
    return fact === 'lastCheckIn' || fact === 'missingSince' ? t(fact) : inventory(fact);
  };
}

/** Of an operator among the messages: “at least” is another word for versions than for numbers. */
export function operatorKey(condition: Condition): Exclude<Operator, 'atLeast'> | 'newer' | 'atLeast' {
  const { op } = condition;
  return op === 'atLeast' && comparisonOf(condition) === 'version' ? 'newer' : op;
}

/** Returns the words for a value of a fact that has a known set of values, or the value itself. */
export function useFactValue(): (fact: Fact, value: string) => string {
  const t = useTranslations('device.ownership');
  const systemName = useSystemName();
  return (fact, value) => {
    const os = fact === 'os' ? operatingSystems.find((name) => name === value) : undefined;
    if (os !== undefined) return systemName(os);
    const ownership = fact === 'ownership' ? ownerships.find((name) => name === value) : undefined;
    return ownership === undefined ? shownText(value) : t(ownership);
  };
}

/** Returns a condition as a sentence. */
export function useConditionText(): (condition: Condition) => string {
  const t = useTranslations('policies');
  const format = useFormatter();
  const factName = useFactName();
  const factValue = useFactValue();
  const durationText = useDurationWords();
  const listName = useListName();

  function valueText(condition: Condition): string {
    const { fact, value } = condition;
    if (value === undefined) return '';
    if (Array.isArray(value))
      return format.list(
        value.map((one) => factValue(fact, one)),
        { type: 'disjunction' },
      );
    if (typeof value === 'number') return format.number(value);
    if (typeof value === 'object') return listName(value.listId);
    return comparisonOf(condition) === 'time' ? durationText(value) : factValue(fact, value);
  }
  return (condition) => {
    const words = { fact: factName(condition.fact), value: valueText(condition) };
    const op = operatorKey(condition);
    const { keep = 1, after = 'PT0S' } = behindListOf(condition) ?? {};
    const atOnce = durationMs(after) === 0 ? 'yes' : 'no';
    return t(`says.${op}`, { ...words, keep, atOnce, after: durationText(after) });
  };
}

/** Returns the name of a version list. */
function useListName(): (id: string) => string {
  const t = useTranslations('policies');
  const { data } = useQuery(versionListsQuery());
  return (id) => {
    const found = data?.items.find((list) => list.id === id);
    if (found !== undefined) return shownText(found.name);
    return data === undefined ? '…' : t('deletedList');
  };
}

/** Returns the length of an ISO 8601 duration in words: “30 days”. */
export function useDurationWords(): (duration: string) => string {
  const format = useFormatter();
  return (duration) => {
    const parts = partsOf(duration);
    if (parts === null) return duration;
    return format.number(parts.count, { style: 'unit', unit: parts.unit, unitDisplay: 'long' });
  };
}

/** Returns the words for steps: when each comes, and what it does. */
export function useStepText() {
  const t = useTranslations('policies');
  const action = useTranslations('device.action');

  function when(after: string): string {
    const parts = partsOf(after);
    if (parts === null) return after;
    return parts.count === 0 ? t('after.atOnce') : t(`after.${parts.unit}`, { count: parts.count });
  }
  const actionText = (name: Action) => action(name);
  const step = (one: PolicyStep) => t('stepLine', { when: when(one.after), action: action(one.action) });
  return { when, actionText, step };
}
