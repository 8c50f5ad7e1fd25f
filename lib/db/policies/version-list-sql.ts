import { behindListOf, type Condition } from '#lib/domain/policies/rule';
import { compareVersionKeys, versionKeyOf } from '#lib/domain/policies/version-key';
import {
  type CompiledList,
  compileList,
  noVersionLists,
  type Thresholds,
  thresholdAt,
  thresholdsFor,
  type VersionLists,
} from '#lib/domain/policies/version-list';
import { Prisma } from '../core/prisma.ts';

/** An OS version, and a model that has it */
export interface ModelVersion {
  model: string | null;
  osVersion: string;
}

export interface ListSqlContext {
  now: Date;
  lists?: VersionLists;
  /** The text of the version of device `d` */
  text: Prisma.Sql;
  /** What devices often have, where `text` is the OS version: each is then compared once, and not for each device */
  common: readonly ModelVersion[];
}

/** Models that must not be older than the same version; `oldest` null: too few versions count for them. */
interface Group {
  models: string[];
  oldest: readonly number[] | null;
}

/** A condition on a version list as SQL, `whenUnknown` included: that a list has too few versions stays unknown. */
export function versionListSql(
  condition: Condition,
  { now, lists = noVersionLists, text, common }: ListSqlContext,
): Prisma.Sql {
  const value = behindListOf(condition);
  if (value === null) return Prisma.sql`NULL::boolean`;
  const list = compileList(value, lists);
  const whenUnknown = condition.whenUnknown === 'violate';
  const each = eachSql(list, now, text, whenUnknown);
  if (common.length === 0) return each;
  return amongCommon(list.byModel.size > 0, common, each, ({ model, osVersion }) => {
    const key = versionKeyOf(osVersion);
    const oldest = thresholdAt(thresholdsFor(list, model), now.getTime());
    if (key === null) return whenUnknown || null;
    return oldest === null ? null : compareVersionKeys(key, oldest) < 0;
  });
}

/** Compared for each device. */
function eachSql(
  { byModel, others }: CompiledList,
  now: Date,
  text: Prisma.Sql,
  whenUnknown: boolean,
): Prisma.Sql {
  const key = Prisma.sql`policy_version_key(${text})`;
  const oldest = oldestSql(groupsAt(byModel, now), thresholdAt(others, now.getTime()));
  const behind = Prisma.sql`(${key} < ${oldest})`;
  return whenUnknown ? Prisma.sql`(CASE WHEN ${key} IS NULL THEN true ELSE ${behind} END)` : behind;
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

/** What the version of device `d` must not be older than, by its model. */
function oldestSql(groups: readonly Group[], rest: readonly number[] | null): Prisma.Sql {
  if (groups.length === 0) return Prisma.sql`${rest}::bigint[]`;
  // As JavaScript's toLowerCase, in whatever locale the database is.
  const whens = groups.map(
    ({ models, oldest }) =>
      Prisma.sql`WHEN lower(d.model COLLATE "und-x-icu") = ANY(${models}::text[]) THEN ${oldest}::bigint[]`,
  );
  return Prisma.sql`CASE ${Prisma.join(whens, ' ')} ELSE ${rest}::bigint[] END`;
}

/** A control character that no list has: it stands between version and model, and for a model that is not known. */
const separator = '\u001f';

/** What is common is compared here. `byModel`: the model counts, too. */
function amongCommon(
  byModel: boolean,
  common: readonly ModelVersion[],
  each: Prisma.Sql,
  isMet: (one: ModelVersion) => boolean | null,
): Prisma.Sql {
  const outcomes = new Map<string, boolean | null>();
  for (const one of common) {
    const { model, osVersion } = one;
    if (osVersion.includes(separator) || model?.includes(separator)) continue;
    const known = byModel ? `${osVersion}${separator}${model ?? separator}` : osVersion;
    outcomes.set(known, isMet(one));
  }
  const own = byModel
    ? Prisma.sql`(d.os_version || ${separator}::text || coalesce(d.model, ${separator}::text))`
    : Prisma.sql`d.os_version`;
  const those = (outcome: boolean | null) =>
    [...outcomes].flatMap(([known, is]) => (is === outcome ? known : []));
  return Prisma.sql`(CASE WHEN ${own} = ANY(${those(true)}::text[]) THEN true
    WHEN ${own} = ANY(${those(false)}::text[]) THEN false
    WHEN ${own} = ANY(${those(null)}::text[]) THEN NULL ELSE ${each} END)`;
}
