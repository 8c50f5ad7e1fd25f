import { attributeKeyOf, type Fact, isFactName, typeOfFact, valuesOfFact } from '#lib/domain/policies/fact';
import {
  type Condition,
  comparisonOf,
  type Operator,
  operatorsByType,
  presenceOperators,
} from '#lib/domain/policies/rule';

/** Of which type a condition takes its fact: an attribute may be of any. */
export const conditionTypes = ['text', 'number', 'boolean', 'version', 'time'] as const;
export type ConditionType = (typeof conditionTypes)[number];

/** A fact that is chosen by its key. */
export const newAttribute: Fact = 'attributes.';

export function conditionTypeOf(condition: Condition): ConditionType {
  const type = typeOfFact(condition.fact);
  if (type !== 'any') return type;
  const comparison = comparisonOf(condition);
  if (comparison === 'versionList') return 'version';
  return comparison === 'presence' ? 'text' : comparison;
}

/** Operators to choose from. `is` compares attributes as text only. */
export function operatorChoices(fact: Fact, type: ConditionType): readonly Operator[] {
  const own: readonly Operator[] = operatorsByType[type];
  const fitting = isFactName(fact) || type === 'text' ? own : own.filter((op) => op !== 'is');
  return [...fitting, ...presenceOperators];
}

export function isList(op: Operator): boolean {
  return op === 'in' || op === 'notIn';
}

/** The condition on another fact; what still fits stays. */
export function withFact(condition: Condition, fact: Fact): Condition {
  const both = attributeKeyOf(fact) !== null && attributeKeyOf(condition.fact) !== null;
  if (both) return { ...condition, fact };
  const type = typeOfFact(fact);
  return withType({ ...condition, fact }, type === 'any' ? 'text' : type);
}

/** The condition with the first operator of a type. */
export function withType(condition: Condition, type: ConditionType): Condition {
  const [op = 'exists'] = operatorChoices(condition.fact, type);
  return started(condition, op, type);
}

export function withOperator(condition: Condition, op: Operator): Condition {
  const type = conditionTypeOf(condition);
  const { value } = condition;
  const before = condition.op;
  if ((op === 'behindList') !== (before === 'behindList')) return started(condition, op, type);
  const alike = type !== 'boolean' && !isPresence(op) && !isPresence(before) && isList(op) === isList(before);
  if (alike) return { ...condition, op };
  if (isList(op) && typeof value === 'string' && value !== '') return { ...condition, op, value: [value] };
  return started(condition, op, type);
}

export function withUnknown(condition: Condition, violates: boolean): Condition {
  const { whenUnknown: _, ...rest } = condition;
  return violates ? { ...rest, whenUnknown: 'violate' } : rest;
}

export function isPresence(op: Operator): boolean {
  return op === 'exists' || op === 'missing';
}

function started({ fact, whenUnknown }: Condition, op: Operator, type: ConditionType): Condition {
  const kept = whenUnknown === undefined || isPresence(op) ? {} : { whenUnknown };
  if (isPresence(op) || type === 'boolean') return { fact, op, ...kept };
  return { fact, op, value: firstValue(fact, op, type), ...kept };
}

function firstValue(fact: Fact, op: Operator, type: ConditionType): Condition['value'] & {} {
  if (op === 'behindList') return { listId: '', keep: 2, after: 'P14D' };
  if (isList(op)) return [];
  if (type === 'number') return Number.NaN;
  if (type === 'time') return 'P7D';
  const known = op === 'is' || op === 'isNot' ? valuesOfFact(fact) : null;
  return known?.[0] ?? '';
}
