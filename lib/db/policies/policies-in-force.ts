import { type CompiledPolicy, compilePolicy } from '#lib/domain/policies/evaluate-policies';
import type { Policy } from '#lib/domain/policies/policy';
import { type ExceptionRow, PolicyExceptions } from '#lib/domain/policies/policy-exception';
import type { Database } from '../core/database.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { selectVersionLists, toVersionLists } from './version-lists.ts';

/** The advisory lock of the policies: shared by transactions that decide devices by them. */
export const policiesLock = 6_201_601;

/** Waits for transactions that decide devices by the former policies: none commits after the change. */
export async function lockPolicies(db: Queryable): Promise<void> {
  await db.$queryRaw`SELECT pg_advisory_xact_lock(${policiesLock})::text`;
}

/** What the policies of this transaction's devices are, as they stay until it ends. */
export async function sharePolicies(db: Queryable): Promise<void> {
  // A statement of its own, before: what is read after it is what the last change left.
  await db.$queryRaw`SELECT pg_advisory_xact_lock_shared(${policiesLock})::text`;
}

export interface PoliciesInForce {
  policies: CompiledPolicy[];
  /** Whether there is any exception that has not ended */
  hasExceptions: boolean;
}

type PolicyRow = Pick<
  Policy,
  'id' | 'version' | 'name' | 'enabled' | 'mode' | 'savedAt' | 'restartedAt' | 'managedByFile'
> & {
  definition: Pick<Policy, 'description' | 'scope' | 'rule' | 'steps' | 'fix'>;
};

/**
 * A policy's version never changes, but for a name that is erased from it: it is compiled once for each process, and again
 * when version lists change.
 */
const compiled = new Map<string, CompiledPolicy>();
const mostCompiled = 2000;

/** All policies, those that are switched off among them, since their violations end. The lock is held by now. */
export async function readPoliciesInForce(db: Queryable, now: Date): Promise<PoliciesInForce> {
  return compiledOf(db, await db.$queryRaw<InForceRow[]>(selectInForce(now)));
}

/** The same as they are now, for what only looks at them. */
export async function findPoliciesInForce(db: Database, now: Date): Promise<PoliciesInForce> {
  return compiledOf(db.pool, await db.rows<InForceRow>(selectInForce(now), { prepared: true }));
}

interface InForceRow {
  id: string;
  version: number;
  name: string;
  hasExceptions: boolean;
  lists: string | null;
}

const selectInForce = (now: Date) => Prisma.sql`
  SELECT id, version, name, EXISTS (SELECT 1 FROM policy_exceptions WHERE until > ${now}) AS "hasExceptions",
    (SELECT string_agg(id || ' ' || revision, ' ' ORDER BY id) FROM version_lists) AS lists
  FROM policies WHERE deleted_at IS NULL ORDER BY id`;

async function compiledOf(db: Queryable, rows: readonly InForceRow[]): Promise<PoliciesInForce> {
  const lists = rows[0]?.lists ?? '';
  const keyOf = ({ id, version, name }: Pick<PolicyRow, 'id' | 'version' | 'name'>) =>
    `${id} ${version} ${lists} ${name}`;
  const missing = rows.filter((row) => !compiled.has(keyOf(row))).map(({ id }) => id);
  if (missing.length > 0) {
    if (compiled.size > mostCompiled) compiled.clear();
    const known = lists === '' ? undefined : toVersionLists(await selectVersionLists(db));
    for (const policy of await readPolicies(db, missing))
      compiled.set(keyOf(policy), compilePolicy(policy, known));
  }
  const policies = rows.flatMap((row) => compiled.get(keyOf(row)) ?? []);
  return { policies, hasExceptions: rows[0]?.hasExceptions === true };
}

async function readPolicies(db: Queryable, ids: readonly string[]): Promise<Policy[]> {
  const rows = await db.$queryRaw<PolicyRow[]>`
    SELECT id, version, name, enabled, mode, definition, saved_at AS "savedAt", restarted_at AS "restartedAt",
      managed_by_file AS "managedByFile"
    FROM policies WHERE id = ANY(${ids}::uuid[])`;
  return rows.map(({ definition, ...row }) => ({ ...row, ...definition }));
}

/** Those policies that are about a feed. */
export function policiesOfFeed(policies: readonly CompiledPolicy[], feed: string): CompiledPolicy[] {
  return policies.filter(({ feeds }) => feeds.size === 0 || feeds.has(feed));
}

/** The exceptions of devices and users that have not ended. */
export async function readExceptions(
  db: Queryable,
  { policies, hasExceptions }: PoliciesInForce,
  { deviceIds, users }: { deviceIds: readonly string[]; users: readonly (string | null | undefined)[] },
  now: Date,
): Promise<PolicyExceptions> {
  if (!hasExceptions || policies.length === 0) return PolicyExceptions.none;
  const names = [...new Set(users.flatMap((name) => (name == null ? [] : [name.toLowerCase()])))];
  const rows = await db.$queryRaw<ExceptionRow[]>(Prisma.sql`
    SELECT x.device_id AS "deviceId", NULL AS "userPrincipalName", e.policy_id AS "policyId", max(e.until) AS until
    FROM policy_exception_devices x JOIN policy_exceptions e ON e.id = x.exception_id
    WHERE x.device_id = ANY(${deviceIds}::uuid[]) AND e.until > ${now} GROUP BY 1, 3
    UNION ALL
    SELECT NULL, user_principal_name, policy_id, max(until) FROM policy_exceptions
    WHERE user_principal_name = ANY(${names}::text[]) AND until > ${now} GROUP BY 2, 3`);
  return new PolicyExceptions(rows);
}
