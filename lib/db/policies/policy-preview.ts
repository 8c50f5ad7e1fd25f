import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import { type Action, actions, type Verdict } from '#lib/domain/devices/verdict';
import { type PolicyDefinition, resumesWithinMs } from '#lib/domain/policies/policy';
import { conditionsOf } from '#lib/domain/policies/rule';
import { durationMs } from '#lib/domain/text/age';
import type { RowReader } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';
import { type AskedOf, ruleSql, scopeSql } from './rule-sql.ts';
import type { ModelVersion } from './version-list-sql.ts';
import { readVersionLists } from './version-lists.ts';

export interface PreviewedPolicy
  extends Pick<PolicyDefinition, 'enabled' | 'mode' | 'scope' | 'rule' | 'steps'> {
  /** Of the policy that it replaces; null: it is a new one */
  id: string | null;
  /** Its steps begin to count with the saving for every device */
  restarts: boolean;
}

export interface Effect {
  action: Action | null;
  verdict: Verdict;
}

/** Devices that are alike in what the policy makes of them. */
export interface PreviewGroup {
  os: OperatingSystem;
  violates: boolean;
  from: Effect;
  now: Effect;
  lastStep: Effect;
  count: number;
}

export interface PreviewedDevice {
  id: string;
  name: string;
  from: Effect;
  lastStep: Effect;
}

export interface PreviewCounts {
  /** In the scope */
  devices: number;
  /** Users of violating devices */
  users: number;
  groups: PreviewGroup[];
  /** Some devices that the policy changes in the end */
  sample: PreviewedDevice[];
}

/** Enough to meet every version that more than a few devices have. */
const sampledDevices = 10_000;

/** What a rule is asked of: a preview looks at every device, and they have few different OS versions. */
export async function askedOfAll(
  db: RowReader,
  { rule }: Pick<PreviewedPolicy, 'rule'>,
  now: Date,
): Promise<AskedOf> {
  const lists = await readVersionLists(db, [rule]);
  if (!conditionsOf(rule).some(({ fact }) => fact === 'osVersion')) return { now, lists };
  const rows = await db.rows<ModelVersion>(Prisma.sql`
    SELECT os_version AS "osVersion", ${lists.size > 0 ? Prisma.sql`model` : Prisma.sql`NULL::text`} AS model FROM devices TABLESAMPLE SYSTEM ((
      SELECT least(100, 100.0 * ${sampledDevices} / greatest(reltuples, 1)) FROM pg_class WHERE oid = 'devices'::regclass))
    GROUP BY 1, 2`);
  const osVersions = [...new Set(rows.map(({ osVersion }) => osVersion))];
  return { now, lists, osVersions, modelVersions: rows };
}

/** What a policy would make of the devices that it is about, or was. One pass over all devices finds these. */
export async function previewCounts(
  db: RowReader,
  policy: PreviewedPolicy,
  asked: AskedOf,
  inSample: number,
): Promise<PreviewCounts> {
  const [row] = await db.rows<PreviewCounts>(Prisma.sql`
    WITH j AS MATERIALIZED (${await judged(db, policy, asked)})
    SELECT (SELECT count(*)::integer FROM devices d WHERE ${scopeSql(policy.scope)}) AS devices,
      (SELECT count(*)::integer FROM (
        SELECT "user" FROM j WHERE violates AND "user" IS NOT NULL GROUP BY 1) users) AS users,
      ${groups} AS groups,
      (SELECT coalesce(json_agg(json_build_object('id', d.id, 'name', d.name, 'from', ${effect('from')}, 'lastStep', ${effect('last')})), '[]')
        FROM (SELECT * FROM j WHERE ("fromAction", "fromVerdict") IS DISTINCT FROM ("lastAction", "lastVerdict")
          LIMIT ${inSample}) s JOIN devices d ON d.id = s.id) AS sample`);
  return row ?? { devices: 0, users: 0, groups: [], sample: [] };
}

/** Only the groups: what the brake needs. */
export async function previewGroups(
  db: RowReader,
  policy: PreviewedPolicy,
  asked: AskedOf,
): Promise<PreviewGroup[]> {
  const [row] = await db.rows<Pick<PreviewCounts, 'groups'>>(
    Prisma.sql`WITH j AS (${await judged(db, policy, asked)}) SELECT ${groups} AS groups`,
  );
  return row?.groups ?? [];
}

/** How many devices there are, from a narrow index. */
export async function countAllDevices(db: RowReader): Promise<number> {
  const rows = await db.rows<{ count: number }>(Prisma.sql`SELECT count(*)::integer AS count FROM devices`);
  return rows[0]?.count ?? 0;
}

function effect(at: 'from' | 'now' | 'last'): Prisma.Sql {
  return Prisma.raw(`json_build_object('action', "${at}Action", 'verdict', "${at}Verdict")`);
}

const groups = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('os', os, 'violates', violates, 'from', ${effect('from')}, 'now', ${effect('now')},
    'lastStep', ${effect('last')}, 'count', count)), '[]')
  FROM (SELECT os, violates, "fromAction", "fromVerdict", "nowAction", "nowVerdict", "lastAction", "lastVerdict", count(*)
    FROM j GROUP BY 1, 2, 3, 4, 5, 6, 7, 8) g)`;

/** The verdict of device `w` by an action in force. */
function verdictBy(action: string): Prisma.Sql {
  return Prisma.raw(`CASE WHEN asked THEN 'retired'::verdict WHEN ${action} = 'retire' THEN 'retired'::verdict
    WHEN ${action} IN ('block', 'quarantine') THEN 'noncompliant'::verdict ELSE 'compliant'::verdict END`);
}

/**
 * Devices that violate the policy, or did so until now, with what holds for them, and what the policy makes of it at once and
 * at its last step. Nothing of any other device changes.
 */
async function judged(db: RowReader, policy: PreviewedPolicy, asked: AskedOf): Promise<Prisma.Sql> {
  const { id, enabled, mode, scope, rule, steps } = policy;
  const { now } = asked;
  const end = new Date(now.getTime() + (durationMs(steps.at(-1)?.after ?? '') ?? 0));
  const counts = Prisma.sql`violates AND ${enabled && mode === 'enforce'}`;
  const meets = Prisma.sql`${scopeSql(scope)} AND ${ruleSql(rule, asked)}`;
  const hasCounted = id !== null && (await mayHaveCounted(db, id));
  const found = hasCounted ? violatingOrBefore(id, meets, now) : newlyViolating(id, meets, now);
  return Prisma.sql`
    SELECT id, os, "user", violates, "fromAction", "fromVerdict", "nowAction", ${verdictBy('"nowAction"')} AS "nowVerdict",
      "lastAction", ${verdictBy('"lastAction"')} AS "lastVerdict"
    FROM (
      SELECT v.*, greatest(others, CASE WHEN ${counts} AND ${notExcepted(now)} THEN ${stepAt(policy, now)} END) AS "nowAction",
        greatest(others, CASE WHEN ${counts} AND ${notExcepted(end)} THEN ${steps.at(-1)?.action ?? null}::action END) AS "lastAction"
      FROM (${found}) v) w`;
}

/** Rows of all devices go from the workers to one process, so they are narrow: a user is the hash of the name, which is enough to count. */
const held =
  Prisma.raw(`d.id, d.os, hashtextextended(lower(d.user_principal_name), 0) AS "user", d.retire_asked_at IS NOT NULL AS asked,
  d.action AS "fromAction", d.verdict AS "fromVerdict"`);

/** Whether the policy may be in force for some device: it counts, or has done so, and not all devices were reached since. */
async function mayHaveCounted(db: RowReader, id: string): Promise<boolean> {
  const rows = await db.rows<{ counted: boolean }>(
    Prisma.sql`SELECT mode = 'enforce' OR change_finished_at IS NULL AS counted FROM policies WHERE id = ${id}::uuid`,
  );
  return rows[0]?.counted !== false;
}

/**
 * Of a policy that is new, or was only reported: what is in force for a device is in force by everything else, and all steps
 * begin with the saving. Nothing is read of what the policy left with the device.
 */
function newlyViolating(id: string | null, meets: Prisma.Sql, now: Date): Prisma.Sql {
  const until = id === null ? Prisma.sql`NULL::timestamptz` : Prisma.sql`greatest(x.until, u.until)`;
  return Prisma.sql`
    SELECT ${held}, true AS violates, d.action AS others, NULL::jsonb AS entry, ${until} AS "exceptedUntil"
    FROM devices d ${id === null ? Prisma.empty : exceptions(id, now)} WHERE ${meets}`;
}

/** Until when device `d` is excepted: by itself or a view (`x`), and by its user (`u`). */
function exceptions(id: string, now: Date): Prisma.Sql {
  return Prisma.sql`LEFT JOIN (
        SELECT y.device_id, max(e.until) AS until FROM policy_exceptions e
        JOIN policy_exception_devices y ON y.exception_id = e.id
        WHERE e.policy_id = ${id}::uuid AND e.until > ${now} GROUP BY 1) x ON x.device_id = d.id
      LEFT JOIN (
        SELECT user_principal_name AS name, max(until) AS until FROM policy_exceptions
        WHERE policy_id = ${id}::uuid AND until > ${now} GROUP BY 1) u ON u.name = lower(d.user_principal_name)`;
}

/** What else is in force is read only of devices for which this policy alone decides: for others it is what is in force. */
function violatingOrBefore(id: string, meets: Prisma.Sql, now: Date): Prisma.Sql {
  const ofOthers = actions.toReversed().map((action) => {
    const path = `$[*] ? (@.policyId != ${JSON.stringify(id)} && @.mode == "enforce" && @.endedAt == null
      && @.exceptedUntil == null && @.action == ${JSON.stringify(action)})`;
    return Prisma.sql`WHEN state @? ${path}::jsonpath THEN ${action}::action`;
  });
  // No subqueries, and no JSON that is not needed: rows come from parallel workers. OFFSET 0: what is read of JSON is read
  // once for each device, and not once for each place where it is used.
  return Prisma.sql`
    SELECT g.*, CASE WHEN state IS NOT NULL AND entry->>'mode' = 'enforce' AND entry->>'endedAt' IS NULL
        AND entry->>'exceptedUntil' IS NULL AND (entry->>'action')::action = "fromAction"
      THEN greatest("byFeed"::action, CASE ${Prisma.join(ofOthers, ' ')} END) ELSE "fromAction" END AS others
    FROM (
      SELECT ${held}, d.violations->0->>'action' AS "byFeed",
        CASE WHEN p.device_id IS NOT NULL AND d.action::text IS DISTINCT FROM d.violations->0->>'action' THEN d.policy_state END AS state,
        coalesce(${meets}, false) AS violates,
        jsonb_path_query_first(d.policy_state, ${`$[*] ? (@.policyId == ${JSON.stringify(id)})`}::jsonpath) AS entry,
        greatest(x.until, u.until) AS "exceptedUntil"
      FROM devices d LEFT JOIN device_policies p ON p.policy = ${id} AND p.device_id = d.id
      ${exceptions(id, now)}
      WHERE (${meets}) OR p.device_id IS NOT NULL OFFSET 0) g OFFSET 0`;
}

/** The policy counts for device `v` at a time. */
function notExcepted(at: Date): Prisma.Sql {
  return Prisma.sql`coalesce("exceptedUntil" <= ${at}::timestamptz, true)`;
}

/** The action of the last step that device `v` has reached by now: one that did not violate the policy starts now. */
function stepAt({ id, restarts, steps }: PreviewedPolicy, now: Date): Prisma.Sql {
  const resumed = new Date(now.getTime() - resumesWithinMs);
  const since =
    id === null || restarts
      ? Prisma.sql`${now}::timestamptz`
      : Prisma.sql`CASE WHEN entry IS NULL OR (entry->>'endedAt')::timestamptz <= ${resumed}::timestamptz THEN ${now}::timestamptz
          ELSE (entry->>'since')::timestamptz END`;
  const reached = steps
    .toReversed()
    .map(
      ({ after, action }) =>
        Prisma.sql`WHEN ${since} <= ${new Date(now.getTime() - (durationMs(after) ?? 0))}::timestamptz THEN ${action}::action`,
    );
  return Prisma.sql`CASE ${Prisma.join(reached, ' ')} END`;
}
