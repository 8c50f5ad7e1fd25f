import { v7 as uuidv7 } from 'uuid';
import type { Policy, PolicyDefinition } from '#lib/domain/policies/policy';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

/** A policy as pages show it. */
export interface PolicyRow extends Policy {
  createdAt: Date;
  savedBy: string;
  changeStartedAt: Date;
  changeReached: number;
  changeFinishedAt: Date | null;
  /** Counted up to the bound */
  violating: number;
  excepted: number;
}

type StoredPolicy = Omit<PolicyRow, keyof PolicyDefinition> &
  Pick<PolicyDefinition, 'name' | 'enabled' | 'mode'> & {
    definition: Pick<PolicyDefinition, 'description' | 'scope' | 'rule' | 'steps' | 'fix'>;
  };

const stored = Prisma.raw(
  `p.id, p.version, p.name, p.enabled, p.mode, p.definition, p.saved_at AS "savedAt", p.saved_by AS "savedBy",
  p.restarted_at AS "restartedAt", p.managed_by_file AS "managedByFile", p.created_at AS "createdAt", p.change_started_at AS "changeStartedAt",
  p.change_reached AS "changeReached", p.change_finished_at AS "changeFinishedAt"`,
);

/** Policies with their counts, up to `most` each: all, or one. */
export async function selectPolicies(
  db: Queryable,
  { id = null, now, most }: { id?: string | null; now: Date; most: number },
): Promise<PolicyRow[]> {
  const one = id === null ? Prisma.empty : Prisma.sql`AND p.id = ${id}::uuid`;
  const rows = await db.$queryRaw<StoredPolicy[]>`
    SELECT ${stored},
      (SELECT count(*) FROM (SELECT 1 FROM device_policies v WHERE v.policy = p.id::text LIMIT ${most}) v)::integer AS violating,
      (SELECT count(*) FROM (SELECT 1 FROM policy_exceptions e WHERE e.policy_id = p.id AND e.until > ${now} LIMIT ${most}) e)::integer
        AS excepted
    FROM policies p WHERE p.deleted_at IS NULL ${one} ORDER BY lower(p.name), p.id`;
  return rows.map(({ definition, ...row }) => ({ ...row, ...definition }));
}

/** A policy that nobody else changes until the transaction ends; null: there is none. */
export async function lockPolicy(
  db: Queryable,
  id: string,
): Promise<(Policy & Pick<PolicyRow, 'savedBy'>) | null> {
  const rows = await db.$queryRaw<StoredPolicy[]>`
    SELECT ${stored} FROM policies p WHERE p.id = ${id}::uuid AND p.deleted_at IS NULL FOR UPDATE`;
  const [row] = rows;
  if (row === undefined) return null;
  const { definition, id: policyId, version, name, enabled, mode } = row;
  const { savedAt, savedBy, restartedAt, managedByFile } = row;
  return {
    id: policyId,
    version,
    name,
    enabled,
    mode,
    savedAt,
    savedBy,
    restartedAt,
    managedByFile,
    ...definition,
  };
}

/** Writes a policy with its version, and starts to apply it to the devices. */
export async function writePolicy(db: Queryable, policy: Policy, savedBy: string): Promise<void> {
  const { id, version, name, enabled, mode, savedAt, restartedAt, managedByFile, ...definition } = policy;
  const whole = { name, enabled, mode, ...definition };
  publishChange(db, { topics: ['policies'] });
  await db.$executeRaw`
    INSERT INTO policies (id, version, name, enabled, mode, definition, created_at, saved_at, saved_by, restarted_at,
      managed_by_file, change_started_at)
    VALUES (${id}::uuid, ${version}, ${name}, ${enabled}, ${mode}::policy_mode, ${JSON.stringify(definition)}::jsonb,
      ${savedAt}, ${savedAt}, ${savedBy}, ${restartedAt}::timestamptz, ${managedByFile}, ${savedAt})
    ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, name = EXCLUDED.name, enabled = EXCLUDED.enabled,
      mode = EXCLUDED.mode, definition = EXCLUDED.definition, saved_at = EXCLUDED.saved_at, saved_by = EXCLUDED.saved_by,
      restarted_at = EXCLUDED.restarted_at, managed_by_file = EXCLUDED.managed_by_file`;
  await db.$executeRaw`
    INSERT INTO policy_versions (id, policy_id, version, definition, saved_at, saved_by)
    VALUES (${uuidv7()}::uuid, ${id}::uuid, ${version}, ${JSON.stringify(whole)}::jsonb, ${savedAt}, ${savedBy})`;
  await startPolicyChange(db, id, savedAt);
}

/** Its violations end as its devices are reached; its versions stay. */
export async function markPolicyDeleted(db: Queryable, id: string, now: Date): Promise<void> {
  publishChange(db, { topics: ['policies'] });
  await db.$executeRaw`UPDATE policies SET deleted_at = ${now} WHERE id = ${id}::uuid`;
  await startPolicyChange(db, id, now);
}

/** Applies a policy to its devices, from the first again where that is under way. */
export async function startPolicyChange(db: Queryable, id: string, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE policies SET change_started_at = ${now}, change_cursor = NULL, change_reached = 0, change_finished_at = NULL
    WHERE id = ${id}::uuid`;
}

export interface PolicyVersionRow {
  version: number;
  savedAt: Date;
  savedBy: string;
  definition: PolicyDefinition;
}

export async function selectPolicyVersions(db: Queryable, policyId: string): Promise<PolicyVersionRow[]> {
  return db.$queryRaw<PolicyVersionRow[]>`
    SELECT v.version, v.saved_at AS "savedAt", v.saved_by AS "savedBy", v.definition
    FROM policy_versions v JOIN policies p ON p.id = v.policy_id AND p.deleted_at IS NULL
    WHERE v.policy_id = ${policyId}::uuid ORDER BY v.version DESC LIMIT 1000`;
}
