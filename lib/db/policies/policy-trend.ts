import type { Database } from '../core/database.ts';
import { stayOnOneCore } from '../core/plan-hints.ts';
import type { Queryable } from '../core/prisma.ts';

const hourMs = 3_600_000;
/** Today and the days before it that a trend shows */
export const trendDays = 30;

/** Counts the devices that violate each policy today, for those that were not counted within the hour, and forgets old days. */
export async function keepPolicyTrends(db: Database, now: Date): Promise<void> {
  const today = dayOf(now);
  const counted = new Date(now.getTime() - hourMs);
  const due = await db.pool.$queryRaw<{ id: string }[]>`
    SELECT id FROM policies p WHERE deleted_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM policy_days t WHERE t.policy_id = p.id AND t.day = ${today}::date AND t.counted_at > ${counted})
    ORDER BY id`;
  // Each is a scan of an index, of as many rows as devices violate the policy.
  for (const { id } of due)
    await db.transaction(async (tx) => {
      await stayOnOneCore(tx);
      await tx.$executeRaw`
        INSERT INTO policy_days (policy_id, day, violating, counted_at)
        SELECT p.id, ${today}::date, (SELECT count(*) FROM device_policies WHERE policy = ${id}), ${now}
        FROM policies p WHERE p.id = ${id}::uuid
        ON CONFLICT (policy_id, day) DO UPDATE SET violating = EXCLUDED.violating, counted_at = EXCLUDED.counted_at`;
    });
  await db.pool.$executeRaw`DELETE FROM policy_days WHERE day <= ${today}::date - ${trendDays}::integer`;
}

export interface TrendDay {
  /** UTC, such as 2026-11-29 */
  day: string;
  violating: number;
}

/** The last days of policies, the oldest first: a row for each policy that has any. */
export async function selectPolicyTrends(
  db: Queryable,
  policyIds: readonly string[],
  now: Date,
): Promise<Map<string, TrendDay[]>> {
  const rows = await db.$queryRaw<{ policyId: string; days: TrendDay[] }[]>`
    SELECT policy_id AS "policyId", json_agg(json_build_object('day', day, 'violating', violating) ORDER BY day) AS days
    FROM policy_days WHERE policy_id = ANY(${policyIds}::uuid[]) AND day > ${dayOf(now)}::date - ${trendDays}::integer
    GROUP BY 1`;
  return new Map(rows.map(({ policyId, days }) => [policyId, days]));
}

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}
