import type { DeviceState } from '#lib/domain/devices/device-state';
import type { Policy, PolicyDefinition } from '#lib/domain/policies/policy';
import { listsOf } from '#lib/domain/policies/rule';
import { noVersionLists } from '#lib/domain/policies/version-list';
import type { RowReader } from '../core/database.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { everSql, scopeSql } from './rule-sql.ts';
import { selectVersionLists, toVersionLists } from './version-lists.ts';

export interface PolicyChange {
  id: string;
  cursor: string | null;
  reached: number;
  /** Null: the policy is deleted */
  policy: Pick<Policy, 'enabled' | 'scope' | 'rule'> | null;
}

/** Locks the policy whose change is next; null: there is none, or another worker takes a step of it just now. */
export async function lockPolicyChange(db: Queryable): Promise<PolicyChange | null> {
  const rows = await db.$queryRaw<
    (Omit<PolicyChange, 'policy'> & {
      enabled: boolean;
      deleted: boolean;
      definition: Pick<PolicyDefinition, 'scope' | 'rule'>;
    })[]
  >`
    SELECT id, change_cursor AS cursor, change_reached AS reached, enabled, deleted_at IS NOT NULL AS deleted, definition
    FROM policies WHERE change_finished_at IS NULL ORDER BY change_started_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`;
  const [row] = rows;
  if (row === undefined) return null;
  const { id, cursor, reached, enabled, deleted, definition } = row;
  return { id, cursor, reached, policy: deleted ? null : { enabled, ...definition } };
}

/** `last`: the device that the step ended with; null: there was none beyond, and the change is over. */
export async function stepPolicyChange(
  db: Queryable,
  id: string,
  step: { last: string | null; reached: number },
  now: Date,
): Promise<void> {
  if (step.last === null || step.reached > 0) publishChange(db, { topics: ['policies'] });
  await db.$executeRaw`
    UPDATE policies SET change_cursor = coalesce(${step.last}::uuid, change_cursor), change_reached = change_reached + ${step.reached}::integer,
      change_finished_at = CASE WHEN ${step.last}::uuid IS NULL THEN ${now}::timestamptz END
    WHERE id = ${id}::uuid`;
}

/**
 * Of the next devices in the order of their ids, those that the policy may say something else of: who violates it, who
 * did, and those that time alone may bring to it. Returns also how many were looked at at most, and up to where; null: there
 * are no further devices.
 */
export async function findDevicesToEvaluate(
  db: Queryable,
  { id, cursor, policy }: PolicyChange,
  most: { lookedAt: number; found: number },
  now: Date,
): Promise<{ last: string | null; reached: number; ids: string[] }> {
  const [part] = await db.$queryRaw<{ last: string | null; reached: number }[]>`
    SELECT max(id::text)::uuid AS last, count(*)::integer AS reached FROM (
      SELECT d.id FROM devices d WHERE d.id > coalesce(${cursor}::uuid, '00000000-0000-0000-0000-000000000000')
      ORDER BY d.id LIMIT ${most.lookedAt}) part`;
  if (part === undefined || part.last === null) return { last: null, reached: 0, ids: [] };
  // In their order, and no further than enough are found: nothing is judged twice.
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM devices d
    WHERE d.id > coalesce(${cursor}::uuid, '00000000-0000-0000-0000-000000000000') AND d.id <= ${part.last}::uuid
      AND (coalesce(${await mayApply(db, policy, now)}, false) OR d.policy_state @> ${JSON.stringify([{ policyId: id }])}::jsonb)
    ORDER BY d.id LIMIT ${most.found}`;
  const ids = rows.map((row) => row.id);
  if (ids.length < most.found) return { ...part, ids };
  return { last: ids.at(-1) ?? null, reached: ids.length, ids };
}

async function mayApply(db: Queryable, policy: PolicyChange['policy'], now: Date): Promise<Prisma.Sql> {
  if (policy === null || !policy.enabled) return Prisma.sql`false`;
  const lists =
    listsOf(policy.rule).length === 0 ? noVersionLists : toVersionLists(await selectVersionLists(db));
  return Prisma.sql`${scopeSql(policy.scope)} AND ${everSql(policy.rule, { now, lists })}`;
}

/**
 * Whether a policy is to be applied to all devices, or the time of a device has come: two looks at indexes. Asked for the earliest
 * time, PostgreSQL reads its index; asked for any device that is due, it may read the whole table for one that is not there.
 */
export async function evaluationsWait(db: RowReader, now: Date): Promise<boolean> {
  const rows = await db.rows<{ waits: boolean }>(
    Prisma.sql`SELECT EXISTS (SELECT 1 FROM policies WHERE change_finished_at IS NULL)
      OR coalesce((SELECT min(next_evaluation_at) FROM devices) <= ${now}::timestamptz, false) AS waits`,
  );
  return rows[0]?.waits === true;
}

/** Locks devices whose time has come, the earliest first, but for those that somebody else has locked. */
export async function lockDueForEvaluation(db: Queryable, now: Date, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM devices WHERE next_evaluation_at <= ${now} ORDER BY next_evaluation_at LIMIT ${limit}
    FOR UPDATE SKIP LOCKED`;
  return rows.map(({ id }) => id);
}

/** The devices are evaluated with the next ones whose time has come. */
export async function evaluateSoon(db: Queryable, deviceIds: readonly string[], now: Date): Promise<void> {
  if (deviceIds.length === 0) return;
  await db.$executeRaw`
    UPDATE devices d SET next_evaluation_at = ${now} FROM (
      SELECT id FROM devices WHERE id = ANY(${deviceIds}::uuid[]) ORDER BY id FOR UPDATE) locked
    WHERE d.id = locked.id`;
}

/** Writes what policies say of locked devices, and nothing else. */
export async function writePolicyStates(
  db: Queryable,
  devices: readonly ({ id: string } & Pick<
    DeviceState,
    'policyState' | 'losesAccessAt' | 'nextEvaluationAt'
  >)[],
): Promise<void> {
  if (devices.length === 0) return;
  const rows = devices.map(({ id, policyState, losesAccessAt, nextEvaluationAt }) => ({
    id,
    policyState,
    losesAccessAt,
    nextEvaluationAt,
  }));
  publishChange(db, { devices: rows.map(({ id }) => id) });
  await db.$executeRaw`
    UPDATE devices d SET policy_state = r."policyState", loses_access_at = r."losesAccessAt", next_evaluation_at = r."nextEvaluationAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, "policyState" jsonb, "losesAccessAt" timestamptz, "nextEvaluationAt" timestamptz)
    WHERE d.id = r.id`;
}
