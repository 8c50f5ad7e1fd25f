import type { DeviceFacts } from '../devices/device-state.ts';
import { durationMs } from '../text/age.ts';
import type { Attributes, AttributeValue } from './attribute.ts';
import { attributeKeyOf, type Fact, isFactName, unknownVersion } from './fact.ts';
import { behindListOf, type Condition, comparisonOf, conditionsOf, type Rule } from './rule.ts';
import { compareVersionKeys, versionKeyOf } from './version-key.ts';
import {
  compileList,
  noVersionLists,
  thresholdAt,
  thresholdsFor,
  thresholdTimes,
  type VersionLists,
} from './version-list.ts';

/** What rules know of a device. */
export type RuleFacts = Pick<
  DeviceFacts,
  | 'os'
  | 'osVersion'
  | 'ownership'
  | 'manufacturer'
  | 'model'
  | 'encrypted'
  | 'passcodeSet'
  | 'compromised'
  | 'clientStatusCode'
  | 'azureDeviceId'
  | 'name'
  | 'serialNumber'
  | 'userPrincipalName'
> & { attributes: Attributes; lastCheckInAt: Date; missingSince: Date | null };

/** True, false, or null: unknown, by three-valued logic. */
export type Outcome = boolean | null;
/** `nowMs`: the moment that it is asked about */
export type CompiledRule = (facts: RuleFacts, nowMs: number) => Outcome;

/** Makes a function of a rule. `ruleSql` of the database says the same of the same device. */
export function compileRule(rule: Rule, lists: VersionLists = noVersionLists): CompiledRule {
  const compile = (one: Rule) => compileRule(one, lists);
  if ('all' in rule) return combined(rule.all.map(compile), false);
  if ('any' in rule) return combined(rule.any.map(compile), true);
  if ('not' in rule) {
    const inner = compile(rule.not);
    return (facts, nowMs) => {
      const outcome = inner(facts, nowMs);
      return outcome === null ? null : !outcome;
    };
  }
  const known = compileCondition(rule, lists);
  if (rule.whenUnknown !== 'violate') return known;
  if (comparisonOf(rule) !== 'versionList') return (facts, nowMs) => known(facts, nowMs) ?? true;
  // That a list has too few versions is not the device's fault.
  return (facts, nowMs) => known(facts, nowMs) ?? (versionOf(facts, rule.fact) === null ? true : null);
}

/** `decisive`: the outcome that decides alone */
function combined(rules: readonly CompiledRule[], decisive: boolean): CompiledRule {
  return (facts, nowMs) => {
    let outcome: Outcome = !decisive;
    for (const rule of rules) {
      const one = rule(facts, nowMs);
      if (one === decisive) return decisive;
      if (one === null) outcome = null;
    }
    return outcome;
  };
}

function compileCondition(condition: Condition, lists: VersionLists): CompiledRule {
  const { fact, op, value } = condition;
  switch (comparisonOf(condition)) {
    case 'presence':
      return (facts) => isPresent(facts, fact) === (op === 'exists');
    case 'boolean':
      return (facts) => {
        const given = factOf(facts, fact);
        return typeof given === 'boolean' ? given === (op === 'isTrue') : null;
      };
    case 'number':
      return (facts) => {
        const given = factOf(facts, fact);
        if (typeof given !== 'number') return null;
        return op === 'lessThan' ? given < Number(value) : given >= Number(value);
      };
    case 'time': {
      const age = durationMs(String(value)) ?? 0;
      return (facts, nowMs) => {
        const at = timeOf(facts, fact);
        return at === null ? null : nowMs >= at + age === (op === 'longerAgoThan');
      };
    }
    case 'version': {
      const isMet = compileVersion(condition);
      return (facts) => {
        const given = textOf(facts, fact);
        return given === null ? null : isMet(given);
      };
    }
    case 'versionList': {
      const thresholds = compileThresholds(condition, lists);
      return (facts, nowMs) => {
        const key = versionOf(facts, fact);
        const oldest = thresholdAt(thresholds(facts), nowMs);
        return key === null || oldest === null ? null : compareVersionKeys(key, oldest) < 0;
      };
    }
    case 'text': {
      const isMet = compileText(condition);
      return (facts) => {
        const given = textOf(facts, fact);
        return given === null ? null : isMet(given);
      };
    }
  }
}

function compileThresholds(condition: Condition, lists: VersionLists) {
  const value = behindListOf(condition);
  const list = value === null ? null : compileList(value, lists);
  return (facts: RuleFacts) => (list === null ? [] : thresholdsFor(list, facts.model));
}

/** A condition on a version, as a function of its text. */
export function compileVersion({ op, value }: Condition): (version: string) => Outcome {
  const wanted = versionKeyOf(String(value)) ?? [];
  return (version) => {
    const key = versionKeyOf(version);
    if (key === null) return null;
    const order = compareVersionKeys(key, wanted);
    if (op === 'olderThan') return order < 0;
    return op === 'is' ? order === 0 : order >= 0;
  };
}

/** A condition on a text that is known, as a function of it. */
export function compileText({ op, value }: Condition): (text: string) => boolean {
  const wanted = (Array.isArray(value) ? value : [String(value)]).map((one) => one.toLowerCase());
  const [first = ''] = wanted;
  const set = new Set(wanted);
  return (given) => {
    const text = given.toLowerCase();
    if (op === 'contains') return text.includes(first);
    if (op === 'startsWith') return text.startsWith(first);
    return set.has(text) === (op === 'is' || op === 'in');
  };
}

function factOf(facts: RuleFacts, fact: Fact): AttributeValue | Date | null {
  const key = attributeKeyOf(fact);
  if (key !== null) return Object.hasOwn(facts.attributes, key) ? (facts.attributes[key] ?? null) : null;
  if (!isFactName(fact)) return null;
  if (fact === 'lastCheckIn') return facts.lastCheckInAt;
  return facts[fact];
}

function isPresent(facts: RuleFacts, fact: Fact): boolean {
  const value = factOf(facts, fact);
  return value !== null && !(fact === 'osVersion' && value === unknownVersion);
}

function textOf(facts: RuleFacts, fact: Fact): string | null {
  const value = factOf(facts, fact);
  if (typeof value === 'string') return value;
  return value !== null && typeof value === 'object' && 'text' in value ? value.text : null;
}

function versionOf(facts: RuleFacts, fact: Fact): readonly number[] | null {
  const text = textOf(facts, fact);
  return text === null ? null : versionKeyOf(text);
}

function timeOf(facts: RuleFacts, fact: Fact): number | null {
  const value = factOf(facts, fact);
  if (value instanceof Date) return value.getTime();
  return value !== null && typeof value === 'object' ? Date.parse(value.time) : null;
}

/** The moments in ms at which time alone may change what the rule says of a device, as a function of its facts. */
export function compileTurningPoints(
  rule: Rule,
  lists: VersionLists = noVersionLists,
): ((facts: RuleFacts) => number[]) | null {
  const points = conditionsOf(rule).flatMap((condition) => compilePoints(condition, lists) ?? []);
  return points.length === 0 ? null : (facts) => points.flatMap((pointsOf) => pointsOf(facts));
}

function compilePoints(condition: Condition, lists: VersionLists): ((facts: RuleFacts) => number[]) | null {
  const { fact, value } = condition;
  switch (comparisonOf(condition)) {
    case 'time': {
      const age = durationMs(String(value)) ?? 0;
      return (facts) => {
        const at = timeOf(facts, fact);
        return at === null ? [] : [at + age];
      };
    }
    case 'versionList': {
      const thresholds = compileThresholds(condition, lists);
      return (facts) => {
        const key = versionOf(facts, fact);
        return key === null ? [] : thresholdTimes(thresholds(facts), key);
      };
    }
    default:
      return null;
  }
}

/** Facts in the rule that are not known of a device, each once. */
export function unknownFactsOf(rule: Rule, facts: RuleFacts): Fact[] {
  const unknown = conditionsOf(rule).filter((condition) => isUnknown(condition, facts));
  return [...new Set(unknown.map(({ fact }) => fact))];
}

function isUnknown(condition: Condition, facts: RuleFacts): boolean {
  return comparisonOf(condition) === 'versionList'
    ? versionOf(facts, condition.fact) === null
    : compileCondition(condition, noVersionLists)(facts, 0) === null;
}
