import type { Queryable } from '../core/prisma.ts';

/** Enough to meet every policy that is violated now and then, and few enough to be read at once. */
const newestCheckIns = 5_000;
const most = 200;

/** Names of policies that the devices which checked in last violate. */
export async function selectPolicyNames(db: Queryable): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT violation->>'policy' AS name FROM (
      SELECT violations FROM devices ORDER BY last_check_in_at DESC, id DESC LIMIT ${newestCheckIns}) newest,
      jsonb_array_elements(violations) violation
    ORDER BY 1 LIMIT ${most}`;
  return rows.map(({ name }) => name);
}
