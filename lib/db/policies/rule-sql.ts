import { compileText, compileVersion } from '#lib/domain/policies/evaluate-rule';
import {
  attributeKeyOf,
  type Fact,
  type FactName,
  isFactName,
  unknownVersion,
  valuesOfFact,
} from '#lib/domain/policies/fact';
import type { PolicyScope } from '#lib/domain/policies/policy';
import { type Condition, comparisonOf, type Rule } from '#lib/domain/policies/rule';
import { versionKeyOf } from '#lib/domain/policies/version-key';
import { afterAllReleases, noVersionLists, type VersionLists } from '#lib/domain/policies/version-list';
import { durationMs } from '#lib/domain/text/age';
import { Prisma } from '../core/prisma.ts';
import { type ModelVersion, versionListSql } from './version-list-sql.ts';

/** The facts as columns of device `d`. */
const columns: Record<FactName, Prisma.Sql> = {
  os: Prisma.raw('d.os::text'),
  osVersion: Prisma.raw('d.os_version'),
  ownership: Prisma.raw('d.ownership::text'),
  manufacturer: Prisma.raw('d.manufacturer'),
  model: Prisma.raw('d.model'),
  encrypted: Prisma.raw('d.encrypted'),
  passcodeSet: Prisma.raw('d.passcode_set'),
  compromised: Prisma.raw('d.compromised'),
  lastCheckIn: Prisma.raw('d.last_check_in_at'),
  missingSince: Prisma.raw('d.missing_since'),
  clientStatusCode: Prisma.raw('d.client_status_code::text'),
  azureDeviceId: Prisma.raw('d.azure_device_id::text'),
  name: Prisma.raw('d.name'),
  serialNumber: Prisma.raw('d.serial_number'),
  userPrincipalName: Prisma.raw('d.user_principal_name'),
};

export interface AskedOf {
  /** The moment that it is asked about */
  now: Date;
  /** OS versions that devices often have: each is then compared once, and not for each device */
  osVersions?: readonly string[] | null;
  /** The version lists that the rule looks at */
  lists?: VersionLists;
  /** The same as `osVersions` with models, which version lists may name */
  modelVersions?: readonly ModelVersion[];
}

/**
 * A rule as a condition on device `d` at a moment: true, false, or null where it is unknown. Says the same as
 * `compileRule` of the same device: SQL's logic has the same three values.
 */
export function ruleSql(rule: Rule, asked: AskedOf): Prisma.Sql {
  if ('all' in rule) return joined(rule.all, ' AND ', asked);
  if ('any' in rule) return joined(rule.any, ' OR ', asked);
  if ('not' in rule) return Prisma.sql`(NOT ${ruleSql(rule.not, asked)})`;
  const condition = conditionSql(rule, asked);
  if (comparisonOf(rule) === 'versionList') return condition;
  return rule.whenUnknown === 'violate' ? Prisma.sql`coalesce(${condition}, true)` : condition;
}

function joined(rules: readonly Rule[], by: string, asked: AskedOf): Prisma.Sql {
  return joinedSql(
    rules.map((rule) => ruleSql(rule, asked)),
    by,
  );
}

function joinedSql(parts: Prisma.Sql[], by: string): Prisma.Sql {
  return Prisma.sql`(${Prisma.join(parts, by)})`;
}

/**
 * A condition on device `d` that holds wherever time alone brings a rule to `wanted`, now or ever; it may hold elsewhere. Times
 * may come to anything; a version that is behind a list stays behind.
 */
export function everSql(rule: Rule, asked: AskedOf, wanted = true): Prisma.Sql {
  const parts = (rules: readonly Rule[]) => rules.map((one) => everSql(one, asked, wanted));
  if ('all' in rule) return joinedSql(parts(rule.all), ' AND ');
  if ('any' in rule) return joinedSql(parts(rule.any), ' OR ');
  if ('not' in rule) return Prisma.sql`(NOT ${everSql(rule.not, asked, !wanted)})`;
  const comparison = comparisonOf(rule);
  if (comparison === 'time') return Prisma.sql`${wanted}::boolean`;
  if (comparison !== 'versionList') return ruleSql(rule, asked);
  const { lists = noVersionLists } = asked;
  return wanted
    ? ruleSql(rule, { ...asked, lists: afterAllReleases(lists) })
    : Prisma.sql`coalesce(${ruleSql(rule, asked)}, false)`;
}

/** Which devices `d` a policy is about. */
export function scopeSql({ os, feeds, ownership }: PolicyScope): Prisma.Sql {
  const parts = [Prisma.sql`true`];
  if (os.length > 0) parts.push(Prisma.sql`d.os = ANY(${os}::operating_system[])`);
  if (feeds.length > 0) parts.push(Prisma.sql`d.feed = ANY(${feeds})`);
  // Of a device whose ownership is not known, it is not said that it is in the scope.
  if (ownership.length > 0)
    parts.push(Prisma.sql`coalesce(d.ownership = ANY(${ownership}::ownership[]), false)`);
  return Prisma.sql`(${Prisma.join(parts, ' AND ')})`;
}

function conditionSql(condition: Condition, asked: AskedOf): Prisma.Sql {
  const { fact, op, value } = condition;
  const { now, osVersions = null } = asked;
  switch (comparisonOf(condition)) {
    case 'presence':
      return op === 'exists' ? present(fact) : Prisma.sql`(NOT ${present(fact)})`;
    case 'boolean':
      return Prisma.sql`(${booleanOf(fact)} = ${op === 'isTrue'})`;
    case 'number':
      return op === 'lessThan'
        ? Prisma.sql`(${numberOf(fact)} < ${Number(value)}::float8)`
        : Prisma.sql`(${numberOf(fact)} >= ${Number(value)}::float8)`;
    case 'time': {
      const longestAgo = new Date(now.getTime() - (durationMs(String(value)) ?? 0));
      return op === 'longerAgoThan'
        ? Prisma.sql`(${timeOf(fact)} <= ${longestAgo}::timestamptz)`
        : Prisma.sql`(${timeOf(fact)} > ${longestAgo}::timestamptz)`;
    }
    case 'version':
      return fact === 'osVersion' && osVersions !== null
        ? amongVersions(condition, osVersions)
        : versionSql(condition);
    case 'versionList':
      return versionListSql(condition, {
        ...asked,
        text: textOf(fact),
        common: (fact === 'osVersion' && asked.modelVersions) || [],
      });
    case 'text':
      return textSql(condition);
  }
}

/** A condition on the OS version, judged here for each version that is common. */
function amongVersions(condition: Condition, osVersions: readonly string[]): Prisma.Sql {
  const isMet = compileVersion(condition);
  const those = (outcome: boolean | null) => osVersions.filter((version) => isMet(version) === outcome);
  return Prisma.sql`(CASE WHEN d.os_version = ANY(${those(true)}::text[]) THEN true
    WHEN d.os_version = ANY(${those(false)}::text[]) THEN false
    WHEN d.os_version = ANY(${those(null)}::text[]) THEN NULL ELSE ${versionSql(condition)} END)`;
}

function versionSql({ fact, op, value }: Condition): Prisma.Sql {
  const key = Prisma.sql`policy_version_key(${textOf(fact)})`;
  const wanted = Prisma.sql`${versionKeyOf(String(value)) ?? []}::bigint[]`;
  if (op === 'olderThan') return Prisma.sql`(${key} < ${wanted})`;
  return op === 'is' ? Prisma.sql`(${key} = ${wanted})` : Prisma.sql`(${key} >= ${wanted})`;
}

function textSql(condition: Condition): Prisma.Sql {
  const { fact, op, value } = condition;
  const values = valuesOfFact(fact);
  if (values !== null) {
    // Of few values: those that meet it are looked for here.
    const met = values.filter(compileText(condition));
    return Prisma.sql`(CASE WHEN ${columnOf(fact)} IS NOT NULL THEN ${columnOf(fact)} = ANY(${met}::text[]) END)`;
  }
  const wanted = (Array.isArray(value) ? value : [String(value)]).map((one) => one.toLowerCase());
  // As JavaScript's toLowerCase, in whatever locale the database is.
  const text = Prisma.sql`lower(${textOf(fact)} COLLATE "und-x-icu")`;
  switch (op) {
    case 'contains':
      return Prisma.sql`(strpos(${text}, ${wanted[0]}) > 0)`;
    case 'startsWith':
      return Prisma.sql`starts_with(${text}, ${wanted[0]})`;
    case 'isNot':
    case 'notIn':
      return Prisma.sql`(${text} <> ALL(${wanted}::text[]))`;
    default:
      return Prisma.sql`(${text} = ANY(${wanted}::text[]))`;
  }
}

function present(fact: Fact): Prisma.Sql {
  const key = attributeKeyOf(fact);
  if (key !== null) return Prisma.sql`(d.attributes ? ${key}::text)`;
  const column = columnOf(fact);
  return fact === 'osVersion'
    ? Prisma.sql`(${column} <> ${unknownVersion})`
    : Prisma.sql`(${column} IS NOT NULL)`;
}

function columnOf(fact: Fact): Prisma.Sql {
  if (!isFactName(fact)) throw new Error(`${fact} is no column`);
  return columns[fact];
}

/** An attribute as it is stored, where it is of a type of JSON; null otherwise. */
function attributeOf(key: string, type: 'string' | 'number' | 'boolean'): Prisma.Sql {
  return Prisma.sql`CASE WHEN jsonb_typeof(d.attributes->${key}::text) = ${type} THEN d.attributes->>${key}::text END`;
}

function textOf(fact: Fact): Prisma.Sql {
  const key = attributeKeyOf(fact);
  if (key === null) return columnOf(fact);
  return Prisma.sql`coalesce(${attributeOf(key, 'string')}, d.attributes->${key}::text->>'text')`;
}

function numberOf(fact: Fact): Prisma.Sql {
  return Prisma.sql`(${attributeOf(attributeKeyOf(fact) ?? '', 'number')})::float8`;
}

function booleanOf(fact: Fact): Prisma.Sql {
  const key = attributeKeyOf(fact);
  return key === null ? columnOf(fact) : Prisma.sql`(${attributeOf(key, 'boolean')})::boolean`;
}

function timeOf(fact: Fact): Prisma.Sql {
  const key = attributeKeyOf(fact);
  return key === null ? columnOf(fact) : Prisma.sql`(d.attributes->${key}::text->>'time')::timestamptz`;
}
