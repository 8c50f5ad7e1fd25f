import type { Database } from '#lib/db/core/database';
import { type PolicyRow, selectPolicies, selectPolicyVersions } from '#lib/db/policies/policies';
import { selectPolicyTrends } from '#lib/db/policies/policy-trend';
import { boundedCount } from '#lib/domain/bounded-count';
import type { PolicyItem, PolicyVersionItem } from '../contract/policy.ts';
import { TenkoError } from '../errors.ts';

/** Counts stop here: a list of policies must not count a million devices. */
const countedUpTo = 10_000;

/** All policies by name, each with its counts. */
export async function listPolicies(db: Database, now: Date): Promise<{ items: PolicyItem[] }> {
  const rows = await selectPolicies(db.pool, { now, most: countedUpTo + 1 });
  return { items: await toItems(db, rows, now) };
}

/** One policy. Throws `not_found`. */
export async function getPolicy(db: Database, id: string, now: Date): Promise<PolicyItem> {
  const rows = await selectPolicies(db.pool, { id, now, most: countedUpTo + 1 });
  const [item] = await toItems(db, rows, now);
  if (item === undefined) throw new TenkoError('not_found', `Policy ${id} not found.`);
  return item;
}

/** The versions of a policy, the newest first. Throws `not_found`. */
export async function listPolicyVersions(db: Database, id: string): Promise<{ items: PolicyVersionItem[] }> {
  const rows = await selectPolicyVersions(db.pool, id);
  if (rows.length === 0) throw new TenkoError('not_found', `Policy ${id} not found.`);
  return {
    items: rows.map(({ version, savedAt, savedBy, definition }) => ({
      version,
      savedAt: savedAt.toISOString(),
      savedBy,
      policy: definition,
    })),
  };
}

async function toItems(db: Database, rows: readonly PolicyRow[], now: Date): Promise<PolicyItem[]> {
  const ids = rows.map(({ id }) => id);
  const trends = await selectPolicyTrends(db.pool, ids, now);
  return rows.map((row) => ({ ...toPolicyItem(row), trend: trends.get(row.id) ?? [] }));
}

function toPolicyItem(row: PolicyRow): Omit<PolicyItem, 'trend'> {
  const { id, version, name, description, enabled, mode, scope, rule, steps, fix } = row;
  return {
    ...{ id, version, name, description, enabled, mode, scope, rule, steps, fix },
    createdAt: row.createdAt.toISOString(),
    savedAt: row.savedAt.toISOString(),
    savedBy: row.savedBy,
    managedByFile: row.managedByFile,
    violating: boundedCount(row.violating, countedUpTo),
    excepted: boundedCount(row.excepted, countedUpTo),
    change: {
      startedAt: row.changeStartedAt.toISOString(),
      reached: row.changeReached,
      finishedAt: row.changeFinishedAt?.toISOString() ?? null,
    },
  };
}
