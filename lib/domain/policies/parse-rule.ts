import { durationMs } from '../text/age.ts';
import { attributeKeyOf, type Fact, factNames, isFactName, typeOfFact, valuesOfFact } from './fact.ts';
import {
  type Condition,
  comparisonOf,
  conditionsOf,
  deepestGroup,
  mostConditions,
  type Operator,
  operators,
  operatorsByType,
  presenceOperators,
  type Rule,
  unknownChoices,
} from './rule.ts';
import { versionKeyOf } from './version-key.ts';
import { type BehindList, longestAfterMs, mostKept } from './version-list.ts';

export interface RuleProblem {
  path: (string | number)[];
  message: string;
}

const longestText = 256;
const mostValues = 200;
const longestKey = 64;

/** Reads a rule as it came in. With problems, each at its place and with what is allowed there, the rule counts for nothing. */
export function parseRule(value: unknown): { rule: Rule; problems: RuleProblem[] } {
  const problems: RuleProblem[] = [];
  const rule = readRule(value, [], 1, problems);
  if (problems.length === 0 && conditionsOf(rule).length > mostConditions)
    problems.push({ path: [], message: `must not have more than ${mostConditions} conditions` });
  return { rule, problems };
}

const nothing: Rule = { all: [] };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readRule(value: unknown, path: RuleProblem['path'], depth: number, problems: RuleProblem[]): Rule {
  const fail = (message: string, ...at: (string | number)[]) => {
    problems.push({ path: [...path, ...at], message });
    return nothing;
  };
  if (!isRecord(value)) return fail('must be {"all": […]}, {"any": […]}, {"not": …} or a condition');
  const group = (['all', 'any', 'not'] as const).find((key) => key in value);
  if (group === undefined) return readCondition(value, path, problems);
  for (const key of Object.keys(value)) if (key !== group) fail(`is unknown beside "${group}"`, key);
  if (depth > deepestGroup) return fail(`groups must not be more than ${deepestGroup} deep`);
  if (group === 'not') return { not: readRule(value.not, [...path, 'not'], depth + 1, problems) };
  const list = value[group];
  if (!Array.isArray(list) || list.length === 0) return fail('must be a list of at least one rule', group);
  if (list.length > mostConditions) return fail(`must not have more than ${mostConditions} rules`, group);
  const rules = list.map((one: unknown, index) =>
    readRule(one, [...path, group, index], depth + 1, problems),
  );
  return group === 'all' ? { all: rules } : { any: rules };
}

function readCondition(
  value: Record<string, unknown>,
  path: RuleProblem['path'],
  problems: RuleProblem[],
): Rule {
  const before = problems.length;
  const fail = (key: string, message: string) => problems.push({ path: [...path, key], message });
  for (const key of Object.keys(value))
    if (!['fact', 'op', 'value', 'whenUnknown'].includes(key)) fail(key, 'is unknown');
  const fact = readFact(value.fact);
  if (fact === null)
    fail(
      'fact',
      `must be one of ${factNames.join(', ')}, or attributes. with a key of 1 to ${longestKey} characters`,
    );
  const op = operators.find((one) => one === value.op);
  const allowed = fact === null ? operators : operatorsOf(fact);
  if (op === undefined || !allowed.includes(op)) fail('op', `must be one of ${allowed.join(', ')}`);
  const whenUnknown = unknownChoices.find((one) => one === value.whenUnknown);
  if (value.whenUnknown !== undefined && whenUnknown === undefined)
    fail('whenUnknown', `must be one of ${unknownChoices.join(', ')}`);
  if (fact === null || op === undefined || problems.length > before) return nothing;
  const condition = { fact, op, ...(whenUnknown !== undefined && { whenUnknown }) };
  const read = readValue(condition, value.value);
  if ('message' in read) {
    problems.push({ path: [...path, 'value', ...(read.at ?? [])], message: read.message });
    return nothing;
  }
  return { fact, op, ...read, ...(whenUnknown !== undefined && { whenUnknown }) };
}

function readFact(value: unknown): Fact | null {
  if (typeof value !== 'string') return null;
  if (isFactName(value)) return value;
  const key = attributeKeyOf(value as Fact);
  return key !== null && key.trim() !== '' && key.length <= longestKey ? (value as Fact) : null;
}

/** Operators that a fact has. */
export function operatorsOf(fact: Fact): readonly Operator[] {
  const type = typeOfFact(fact);
  return type === 'any' ? operators : [...operatorsByType[type], ...presenceOperators];
}

type ReadValue = Pick<Condition, 'value'> | { message: string; at?: (string | number)[] };

function readValue(condition: Pick<Condition, 'fact' | 'op'>, value: unknown): ReadValue {
  const { fact, op } = condition;
  const comparison = comparisonOf({ ...condition, ...(typeof value === 'number' && { value }) });
  switch (comparison) {
    case 'presence':
    case 'boolean':
      return value === undefined ? {} : { message: `must be left out for ${op}` };
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
        ? { value }
        : { message: 'must be a number' };
    case 'time':
      return typeof value === 'string' && (durationMs(value) ?? 0) > 0
        ? { value }
        : { message: 'must be a duration of weeks, days, hours, minutes and seconds, such as P30D or PT12H' };
    case 'version':
      return typeof value === 'string' && value.length <= longestText && versionKeyOf(value) !== null
        ? { value: value.trim() }
        : { message: 'must be a version with at least one number, such as "26.1"' };
    case 'versionList':
      return readBehindList(value);
    case 'text':
      return op === 'in' || op === 'notIn' ? readList(fact, value) : readText(fact, op, value);
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const behindListKeys = ['listId', 'keep', 'after'];

function readBehindList(value: unknown): ReadValue {
  if (!isRecord(value)) return { message: `must be an object with ${behindListKeys.join(', ')}` };
  const unknown = Object.keys(value).find((key) => !behindListKeys.includes(key));
  if (unknown !== undefined) return { at: [unknown], message: 'is unknown' };
  const { listId, keep, after } = value;
  if (typeof listId !== 'string' || !uuid.test(listId))
    return { at: ['listId'], message: 'must be the id of a version list' };
  if (typeof keep !== 'number' || !Number.isInteger(keep) || keep < 1 || keep > mostKept)
    return { at: ['keep'], message: `must be a whole number from 1 to ${mostKept}` };
  const afterMs = typeof after === 'string' ? durationMs(after) : null;
  if (typeof after !== 'string' || afterMs === null || afterMs > longestAfterMs)
    return { at: ['after'], message: 'must be a duration up to 10 years, such as P14D or PT0S' };
  const read: BehindList = { listId: listId.toLowerCase(), keep, after };
  return { value: read };
}

function readText(fact: Fact, op: Operator, value: unknown): ReadValue {
  if (typeof value !== 'string' || value.trim() === '' || value.length > longestText || !isClean(value))
    return { message: `must be text of 1 to ${longestText} characters` };
  const values = valuesOfFact(fact);
  if (values === null || op === 'contains' || op === 'startsWith') return { value };
  const known = values.find((one) => one.toLowerCase() === value.trim().toLowerCase());
  return known === undefined ? { message: `must be one of ${values.join(', ')}` } : { value: known };
}

function readList(fact: Fact, value: unknown): ReadValue {
  if (!Array.isArray(value) || value.length === 0 || value.length > mostValues)
    return { message: `must be a list of 1 to ${mostValues} texts` };
  const list: string[] = [];
  for (const [index, one] of value.entries()) {
    const read = readText(fact, 'is', one);
    if ('message' in read) return { ...read, at: [index] };
    list.push(String(read.value));
  }
  return { value: list };
}

/** Well-formed, and without NUL, which PostgreSQL refuses. */
function isClean(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
