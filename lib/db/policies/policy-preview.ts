import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import type { Action, Verdict } from '#lib/domain/devices/verdict';
import { type PolicyDefinition, resumesWithinMs } from '#lib/domain/policies/policy';
import { conditionsOf } from '#lib/domain/policies/rule';
import { durationMs } from '#lib/domain/text/age';
import type { RowReader } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';
import { type AskedOf, ruleSql, scopeSql } from './rule-sql.ts';

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
  inScope: boolean;
  violates: boolean;
  from: Effect;
  now: Effect;
  lastStep: Effect;
  count: number;
}

interface GroupRow {
  os: OperatingSystem;
  inScope: boolean;
  violates: boolean;
  fromAction: Action | null;
  fromVerdict: Verdict;
  nowAction: Action | null;
  nowVerdict: Verdict;
  lastAction: Action | null;
  lastVerdict: Verdict;
  count: number;
}

/** More versions than a fleet has. If there are more, each device's is compared. */
const mostVersions = 20_000;

/** What a rule is asked of: a preview looks at every device, and they have few different OS versions. */
export async function askedOfAll(
  db: RowReader,
  { scope, rule }: Pick<PreviewedPolicy, 'scope' | 'rule'>,
  now: Date,
): Promise<AskedOf> {
  if (!conditionsOf(rule).some(({ fact }) => fact === 'osVersion')) return { now };
  const rows = await db.rows<{ version: string }>(Prisma.sql`
    SELECT d.os_version AS version FROM devices d WHERE ${scopeSql(scope)} GROUP BY 1 LIMIT ${mostVersions + 1}`);
  return { now, osVersions: rows.length > mostVersions ? null : rows.map(({ version }) => version) };
}

/** What a policy would make of the devices that it is about, or was: one pass over all of them. */
export async function previewGroups(
  db: RowReader,
  policy: PreviewedPolicy,
  asked: AskedOf,
): Promise<PreviewGroup[]> {
  const rows = await db.rows<GroupRow>(Prisma.sql`
    SELECT os, "inScope", violates, ${effects}, count(*)::integer AS count FROM ${judged(policy, asked)} j
    GROUP BY os, "inScope", violates, "fromAction", "fromVerdict", "nowAction", "nowVerdict", "lastAction", "lastVerdict"`);
  return rows.map((row) => ({
    os: row.os,
    inScope: row.inScope,
    violates: row.violates,
    from: { action: row.fromAction, verdict: row.fromVerdict },
    now: { action: row.nowAction, verdict: row.nowVerdict },
    lastStep: { action: row.lastAction, verdict: row.lastVerdict },
    count: row.count,
  }));
}

/** How many users the violating devices have. */
export async function countViolatingUsers(
  db: RowReader,
  { scope, rule }: Pick<PolicyDefinition, 'scope' | 'rule'>,
  asked: AskedOf,
): Promise<number> {
  const rows = await db.rows<{ count: number }>(Prisma.sql`
    SELECT count(*)::integer AS count FROM (
      SELECT lower(d.user_principal_name) FROM devices d
      WHERE d.user_principal_name IS NOT NULL AND ${scopeSql(scope)} AND ${ruleSql(rule, asked)} GROUP BY 1) users`);
  return rows[0]?.count ?? 0;
}

/** How many devices there are, from a narrow index. */
export async function countAllDevices(db: RowReader): Promise<number> {
  const rows = await db.rows<{ count: number }>(Prisma.sql`SELECT count(*)::integer AS count FROM devices`);
  return rows[0]?.count ?? 0;
}

export interface SampleRow {
  id: string;
  name: string;
  fromAction: Action | null;
  fromVerdict: Verdict;
  lastAction: Action | null;
  lastVerdict: Verdict;
}

/** Some devices that the policy changes in the end. */
export async function previewSample(
  db: RowReader,
  policy: PreviewedPolicy,
  asked: AskedOf,
  limit: number,
): Promise<SampleRow[]> {
  return db.rows<SampleRow>(Prisma.sql`
    SELECT id, name, ${effects} FROM ${judged(policy, asked)} j
    WHERE ("fromAction", "fromVerdict") IS DISTINCT FROM ("lastAction", "lastVerdict") LIMIT ${limit}`);
}

const effects = Prisma.raw(
  '"fromAction", "fromVerdict", "nowAction", "nowVerdict", "lastAction", "lastVerdict"',
);

/** The verdict of device `j` by an action in force. */
function verdictBy(action: string): Prisma.Sql {
  return Prisma.raw(`CASE WHEN asked THEN 'retired'::verdict WHEN ${action} = 'retire' THEN 'retired'::verdict
    WHEN ${action} IN ('block', 'quarantine') THEN 'noncompliant'::verdict ELSE 'compliant'::verdict END`);
}

/** Devices with what holds for them, and what the policy makes of it at once and at its last step. */
function judged(policy: PreviewedPolicy, asked: AskedOf): Prisma.Sql {
  const { now } = asked;
  const { id, enabled, mode, scope, rule, steps } = policy;
  const counts = enabled && mode === 'enforce';
  const entry = Prisma.sql`(SELECT e FROM jsonb_array_elements(d.policy_state) e WHERE e->>'policyId' = ${id ?? ''})`;
  const others = Prisma.sql`CASE WHEN d.policy_state = '[]' THEN d.action ELSE greatest(
    (d.violations->0->>'action')::action,
    (SELECT max((e->>'action')::action) FROM jsonb_array_elements(d.policy_state) e WHERE e->>'policyId' <> ${id ?? ''}
      AND e->>'mode' = 'enforce' AND e->>'endedAt' IS NULL AND e->>'exceptedUntil' IS NULL)) END`;
  const wasAbout =
    id === null
      ? Prisma.empty
      : Prisma.sql`OR d.policy_state @> ${JSON.stringify([{ policyId: id }])}::jsonb`;
  const lastAfterMs = durationMs(steps.at(-1)?.after ?? '') ?? 0;
  // OFFSET 0: the rule is judged once for each device, and not once for each place where its outcome is used.
  return Prisma.sql`(
    SELECT id, name, os, "inScope", violates, "fromAction", "fromVerdict", "nowAction",
      ${verdictBy('"nowAction"')} AS "nowVerdict", "lastAction", ${verdictBy('"lastAction"')} AS "lastVerdict"
    FROM (
      SELECT v.id, v.name, v.os, v."inScope", v.violates, v.asked, v."fromAction", v."fromVerdict",
        greatest(v.others, CASE WHEN v.violates AND ${counts} AND ${notExcepted(id, now)} THEN ${stepAt(policy, now)} END) AS "nowAction",
        greatest(v.others, CASE WHEN v.violates AND ${counts} AND ${notExcepted(id, new Date(now.getTime() + lastAfterMs))}
          THEN ${steps.at(-1)?.action ?? null}::action END) AS "lastAction"
      FROM (
        SELECT d.id, d.name, d.os, d.user_principal_name, d.retire_asked_at IS NOT NULL AS asked,
          d.action AS "fromAction", d.verdict AS "fromVerdict", ${scopeSql(scope)} AS "inScope",
          coalesce(${scopeSql(scope)} AND ${ruleSql(rule, asked)}, false) AS violates, ${others} AS others,
          ${id === null ? Prisma.sql`NULL::jsonb` : Prisma.sql`CASE WHEN d.policy_state <> '[]' THEN ${entry} END`} AS entry
        FROM devices d WHERE ${scopeSql(scope)} ${wasAbout} OFFSET 0) v OFFSET 0) w)`;
}

/** Of device `v`: the policy counts for it at a time. */
function notExcepted(id: string | null, at: Date): Prisma.Sql {
  if (id === null) return Prisma.sql`true`;
  return Prisma.sql`NOT EXISTS (SELECT 1 FROM policy_exception_devices x JOIN policy_exceptions p ON p.id = x.exception_id
      WHERE x.device_id = v.id AND p.policy_id = ${id}::uuid AND p.until > ${at})
    AND NOT EXISTS (SELECT 1 FROM policy_exceptions p
      WHERE p.user_principal_name = lower(v.user_principal_name) AND p.policy_id = ${id}::uuid AND p.until > ${at})`;
}

/** The action of the last step that device `v` has reached by now: one that did not violate the policy starts now. */
function stepAt({ id, restarts, steps }: PreviewedPolicy, now: Date): Prisma.Sql {
  const resumed = new Date(now.getTime() - resumesWithinMs);
  const since =
    id === null || restarts
      ? Prisma.sql`${now}::timestamptz`
      : Prisma.sql`CASE WHEN v.entry IS NULL OR (v.entry->>'endedAt')::timestamptz <= ${resumed}::timestamptz THEN ${now}::timestamptz
          ELSE (v.entry->>'since')::timestamptz END`;
  const reached = steps
    .toReversed()
    .map(
      ({ after, action }) =>
        Prisma.sql`WHEN ${since} <= ${new Date(now.getTime() - (durationMs(after) ?? 0))}::timestamptz THEN ${action}::action`,
    );
  return Prisma.sql`CASE ${Prisma.join(reached, ' ')} END`;
}
