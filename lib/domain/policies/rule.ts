import type { Fact } from './fact.ts';

/** What `whenUnknown` makes of a condition on a fact that is not known */
export const unknownChoices = ['ignore', 'violate'] as const;
export type UnknownChoice = (typeof unknownChoices)[number];

/** Operators by the type of the fact; `exists` and `missing` fit all. */
export const operatorsByType = {
  text: ['is', 'isNot', 'in', 'notIn', 'contains', 'startsWith'],
  boolean: ['isTrue', 'isFalse'],
  version: ['olderThan', 'atLeast', 'is'],
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
  /** A list for `in` and `notIn`, a number for numbers, an ISO 8601 duration for times, text for the rest, or none */
  value?: string | number | string[];
  whenUnknown?: UnknownChoice;
}

export type Rule = { all: Rule[] } | { any: Rule[] } | { not: Rule } | Condition;

export const mostConditions = 30;
/** Groups within groups; the condition itself does not count */
export const deepestGroup = 4;

/** What a condition compares; attributes have any type, and so the operator and the value tell. */
export type Comparison = 'presence' | 'text' | 'boolean' | 'version' | 'number' | 'time';

export function comparisonOf({ fact, op, value }: Condition): Comparison {
  if (op === 'exists' || op === 'missing') return 'presence';
  if (op === 'isTrue' || op === 'isFalse') return 'boolean';
  if (op === 'longerAgoThan' || op === 'within') return 'time';
  if (op === 'lessThan') return 'number';
  if (op === 'olderThan') return 'version';
  if (op === 'atLeast') return typeof value === 'number' ? 'number' : 'version';
  return op === 'is' && fact === 'osVersion' ? 'version' : 'text';
}

/** The conditions of a rule, from left to right. */
export function conditionsOf(rule: Rule): Condition[] {
  if ('all' in rule) return rule.all.flatMap(conditionsOf);
  if ('any' in rule) return rule.any.flatMap(conditionsOf);
  if ('not' in rule) return conditionsOf(rule.not);
  return [rule];
}
