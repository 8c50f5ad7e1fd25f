import type { Queryable } from '../core/prisma.ts';

/** Deletes at most `most` of the oldest events before a time, at least a day ago; answers how many. */
export async function forgetAuditEvents(db: Queryable, before: Date, most: number): Promise<number> {
  const [row] = await db.$queryRaw<{ forgotten: number }[]>`
    SELECT forget_audit_events(${before}, ${most}::integer) AS forgotten`;
  return row?.forgotten ?? 0;
}
