import { verdictOf, verdicts } from '#lib/domain/devices/verdict';
import type { Policy } from '#lib/domain/policies/policy';
import { afterAllReleases, type VersionLists } from '#lib/domain/policies/version-list';
import { durationMs } from '#lib/domain/text/age';
import type { RowReader } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';
import { askedOfAll } from './policy-preview.ts';
import { ruleSql, scopeSql } from './rule-sql.ts';

type Braked = Pick<Policy, 'id' | 'scope' | 'rule' | 'steps'>;

/**
 * How many devices lose access by a change of version lists, at the last step, once every version counts, if they stay as
 * they are: of those that the lists as they were would not have brought to it.
 */
export async function countNewlyBehind(
  db: RowReader,
  policies: readonly Braked[],
  lists: { before: VersionLists; after: VersionLists },
  now: Date,
): Promise<number> {
  const [before, after] = [afterAllReleases(lists.before), afterAllReleases(lists.after)];
  const parts: Prisma.Sql[] = [];
  for (const { id, scope, rule, steps } of policies) {
    const worst = steps.map(({ action }) => verdictOf(action));
    const verdict = verdicts.findLast((one) => worst.includes(one)) ?? 'compliant';
    if (verdict === 'compliant') continue;
    const asked = await askedOfAll(db, { rule }, now);
    const lastStepAt = new Date(now.getTime() + (durationMs(steps.at(-1)?.after ?? '') ?? 0));
    parts.push(Prisma.sql`(d.verdict < ${verdict}::verdict AND ${scopeSql(scope)}
      AND coalesce(${ruleSql(rule, { ...asked, lists: after })}, false)
      AND NOT coalesce(${ruleSql(rule, { ...asked, lists: before })}, false) AND ${notExcepted(id, lastStepAt)})`);
  }
  if (parts.length === 0) return 0;
  const rows = await db.rows<{ count: number }>(
    Prisma.sql`SELECT count(*)::integer AS count FROM devices d WHERE ${Prisma.join(parts, ' OR ')}`,
  );
  return rows[0]?.count ?? 0;
}

function notExcepted(id: string, at: Date): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (SELECT 1 FROM policy_exception_devices x JOIN policy_exceptions p ON p.id = x.exception_id
      WHERE x.device_id = d.id AND p.policy_id = ${id}::uuid AND p.until > ${at})
    AND NOT EXISTS (SELECT 1 FROM policy_exceptions p
      WHERE p.user_principal_name = lower(d.user_principal_name) AND p.policy_id = ${id}::uuid AND p.until > ${at})`;
}
