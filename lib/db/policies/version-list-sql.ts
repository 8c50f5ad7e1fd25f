import { behindListOf, type Condition } from '#lib/domain/policies/rule';
import { compareVersionKeys, versionKeyOf } from '#lib/domain/policies/version-key';
import {
  compileList,
  noVersionLists,
  type Thresholds,
  thresholdAt,
  type VersionLists,
} from '#lib/domain/policies/version-list';
import { Prisma } from '../core/prisma.ts';

export interface ListSqlContext {
  now: Date;
  lists?: VersionLists;
  /** The text of the version of device `d` */
  text: Prisma.Sql;
  /** Texts that devices often have: each is then compared once, and not for each device */
  texts: readonly string[] | null;
}

/** Models that must not be older than the same version; `oldest` null: too few versions count for them. */
interface Group {
  models: string[];
  oldest: readonly number[] | null;
}

/** Statements must not become larger than this many texts. */
const mostTexts = 200_000;

/** A condition on a version list as SQL, `whenUnknown` included: that a list has too few versions stays unknown. */
export function versionListSql(
  condition: Condition,
  { now, lists = noVersionLists, text, texts }: ListSqlContext,
): Prisma.Sql {
  const value = behindListOf(condition);
  if (value === null) return Prisma.sql`NULL::boolean`;
  const { byModel, others } = compileList(value, lists);
  const groups = groupsAt(byModel, now);
  const rest = thresholdAt(others, now.getTime());
  const whenUnknown = condition.whenUnknown === 'violate';
  const key = Prisma.sql`policy_version_key(${text})`;
  const oldest = caseOf(groups, rest, (one) => Prisma.sql`${one}::bigint[]`, Prisma.sql`NULL::bigint[]`);
  const behind = Prisma.sql`(${key} < ${oldest})`;
  const each = whenUnknown ? Prisma.sql`(CASE WHEN ${key} IS NULL THEN true ELSE ${behind} END)` : behind;
  if (texts === null || texts.length * (groups.length + 2) > mostTexts) return each;
  return amongTexts({ groups, rest, texts, text, whenUnknown, each });
}

function groupsAt(byModel: ReadonlyMap<string, Thresholds>, now: Date): Group[] {
  const groups = new Map<string, Group>();
  for (const [model, thresholds] of byModel) {
    const oldest = thresholdAt(thresholds, now.getTime());
    const same = String(oldest);
    const group = groups.get(same) ?? { models: [], oldest };
    group.models.push(model);
    groups.set(same, group);
  }
  return [...groups.values()];
}

/** What holds for the model of device `d`. */
function caseOf(
  groups: readonly Group[],
  rest: readonly number[] | null,
  say: (oldest: readonly number[]) => Prisma.Sql,
  unknown: Prisma.Sql,
): Prisma.Sql {
  const sayOf = (oldest: readonly number[] | null) => (oldest === null ? unknown : say(oldest));
  if (groups.length === 0) return sayOf(rest);
  // As JavaScript's toLowerCase, in whatever locale the database is.
  const whens = groups.map(
    ({ models, oldest }) =>
      Prisma.sql`WHEN lower(d.model COLLATE "und-x-icu") = ANY(${models}::text[]) THEN ${sayOf(oldest)}`,
  );
  return Prisma.sql`CASE ${Prisma.join(whens, ' ')} ELSE ${sayOf(rest)} END`;
}

interface Among {
  groups: readonly Group[];
  rest: readonly number[] | null;
  texts: readonly string[];
  text: Prisma.Sql;
  whenUnknown: boolean;
  /** For a device whose version is not among them */
  each: Prisma.Sql;
}

/** Every version that is common, compared here. */
function amongTexts({ groups, rest, texts, text, whenUnknown, each }: Among): Prisma.Sql {
  const keyed = texts.flatMap((one) => {
    const key = versionKeyOf(one);
    return key === null ? [] : [{ text: one, key }];
  });
  const known = keyed.map((one) => one.text);
  const unknown = texts.filter((one) => versionKeyOf(one) === null);
  const behind = (oldest: readonly number[]) => {
    const older = keyed.filter(({ key }) => compareVersionKeys(key, oldest) < 0).map((one) => one.text);
    return Prisma.sql`${text} = ANY(${older}::text[])`;
  };
  const ofUnknown = whenUnknown ? Prisma.sql`true` : Prisma.sql`NULL::boolean`;
  return Prisma.sql`(CASE WHEN ${text} = ANY(${known}::text[]) THEN ${caseOf(groups, rest, behind, Prisma.sql`NULL::boolean`)}
    WHEN ${text} = ANY(${unknown}::text[]) THEN ${ofUnknown} ELSE ${each} END)`;
}
