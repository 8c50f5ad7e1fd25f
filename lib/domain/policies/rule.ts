import type { Fact } from './fact.ts';
import type { BehindList } from './version-list.ts';

/** What `whenUnknown` makes of a condition on a fact that is not known */
export const unknownChoices = ['ignore', 'violate'] as const;
export type UnknownChoice = (typeof unknownChoices)[number];

/** Operators by the type of the fact; `exists` and `missing` fit all. */
export const operatorsByType = {
  text: ['is', 'isNot', 'in', 'notIn', 'contains', 'startsWith'],
  boolean: ['isTrue', 'isFalse'],
  version: ['olderThan', 'atLeast', 'is', 'behindList'],
  number: ['lessThan', 'atLeast'],
  time: ['longerAgoThan', 'within'],
} as const;
export const presenceOperators = ['exists', 'missing'] as const;
export const operators = [
  'is',
  'isNot',
  'in',
  'notIn',
  'contains',
  'startsWith',
  'isTrue',
  'isFalse',
  'olderThan',
  'atLeast',
  'behindList',
  'lessThan',
  'longerAgoThan',
  'within',
  'exists',
  'missing',
] as const;
export type Operator = (typeof operators)[number];

export interface Condition {
  fact: Fact;
  op: Operator;
  /**
   * A list for `in` and `notIn`, a number for numbers, an ISO 8601 duration for times, a version list for `behindList`, text
   * for the rest, or none
   */
  value?: string | number | string[] | BehindList;
  whenUnknown?: UnknownChoice;
}

export type Rule = { all: Rule[] } | { any: Rule[] } | { not: Rule } | Condition;

export const mostConditions = 30;
/** Groups within groups; the condition itself does not count */
export const deepestGroup = 4;

/** What a condition compares; attributes have any type, and so the operator and the value tell. */
export type Comparison = 'presence' | 'text' | 'boolean' | 'version' | 'versionList' | 'number' | 'time';

export function comparisonOf({ fact, op, value }: Condition): Comparison {
  if (op === 'exists' || op === 'missing') return 'presence';
  if (op === 'isTrue' || op === 'isFalse') return 'boolean';
  if (op === 'longerAgoThan' || op === 'within') return 'time';
  if (op === 'lessThan') return 'number';
  if (op === 'olderThan') return 'version';
  if (op === 'behindList') return 'versionList';
  if (op === 'atLeast') return typeof value === 'number' ? 'number' : 'version';
  return op === 'is' && fact === 'osVersion' ? 'version' : 'text';
}

/** What a condition compares with, where that is a version list. */
export function behindListOf({ value }: Condition): BehindList | null {
  return typeof value === 'object' && !Array.isArray(value) ? value : null;
}

/** The version lists that a rule looks at, each once. */
export function listsOf(rule: Rule): string[] {
  return [...new Set(listPlacesOf(rule).map(({ listId }) => listId))];
}

/** Where in a rule, such as `all.0.value.listId`, which version list is looked at. */
export function listPlacesOf(rule: Rule, place = ''): { listId: string; place: string }[] {
  if ('not' in rule) return listPlacesOf(rule.not, `${place}not.`);
  if ('fact' in rule) {
    const listId = behindListOf(rule)?.listId;
    return listId === undefined ? [] : [{ listId, place: `${place}value.listId` }];
  }
  const [key, rules] = 'all' in rule ? ['all', rule.all] : ['any', rule.any];
  return rules.flatMap((one, index) => listPlacesOf(one, `${place}${key}.${index}.`));
}

/** The conditions of a rule, from left to right. */
export function conditionsOf(rule: Rule): Condition[] {
  if ('all' in rule) return rule.all.flatMap(conditionsOf);
  if ('any' in rule) return rule.any.flatMap(conditionsOf);
  if ('not' in rule) return conditionsOf(rule.not);
  return [rule];
}
