import type { Database } from '#lib/db/core/database';
import { selectPolicies } from '#lib/db/policies/policies';
import { countNewlyBehind } from '#lib/db/policies/version-list-brake';
import { selectVersionLists, toVersionLists } from '#lib/db/policies/version-lists';
import { listsOf } from '#lib/domain/policies/rule';
import type { ListedVersion } from '#lib/domain/policies/version-list';
import { brakeHolds } from './preview-policy.ts';

/**
 * How many devices changed version lists make noncompliant or retired, once all their versions count, and whether an admin
 * has to confirm that. `changed`: the new versions by the id of the list.
 */
export async function listBrakeOf(
  db: Database,
  changed: ReadonlyMap<string, readonly ListedVersion[]>,
  now: Date,
): Promise<{ count: number; holds: boolean }> {
  const policies = (await selectPolicies(db.pool, { now, most: 1 })).filter(
    ({ enabled, mode, rule }) => enabled && mode === 'enforce' && listsOf(rule).some((id) => changed.has(id)),
  );
  if (policies.length === 0) return { count: 0, holds: false };
  const before = toVersionLists(await selectVersionLists(db.pool));
  const after = new Map(before);
  for (const [id, versions] of changed) after.set(id, { versions, savedAtMs: now.getTime() });
  const count = await countNewlyBehind(db, policies, { before, after }, now);
  return { count, holds: await brakeHolds(db, count) };
}
