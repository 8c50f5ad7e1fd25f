import { Prisma, type Queryable } from '../core/prisma.ts';

/** How an item ended that was not done. */
export type CauseOutcome = 'failed' | 'not_possible';

export interface BulkCauseRow {
  outcome: CauseOutcome;
  reason: string;
  /** Up to a bound, and no further */
  count: number;
  /** What Microsoft said about one of these devices */
  detail: string | null;
}

/**
 * Why items failed or were not possible, each cause once, at most `most.causes` of each outcome: the index is looked at
 * once for each cause, and no more than `most.each` of its items are counted, in its order.
 */
export async function selectBulkCauses(
  db: Queryable,
  id: string,
  most: { causes: number; each: number },
): Promise<BulkCauseRow[]> {
  const parts = [causesOf(id, 'failed', most), causesOf(id, 'not_possible', most)];
  return db.$queryRaw<BulkCauseRow[]>`${Prisma.join(parts, ' UNION ALL ')}`;
}

function causesOf(id: string, outcome: CauseOutcome, most: { causes: number; each: number }): Prisma.Sql {
  const of = Prisma.sql`i.bulk_action_id = ${id}::uuid AND i.outcome = ${outcome}::bulk_outcome`;
  const next = (after: Prisma.Sql) => Prisma.sql`
    SELECT i.reason FROM bulk_items i WHERE ${of} AND ${after} ORDER BY i.reason LIMIT 1`;
  return Prisma.sql`
    (WITH RECURSIVE causes(reason) AS (
      (${next(Prisma.sql`i.reason IS NOT NULL`)})
      UNION ALL
      SELECT (${next(Prisma.sql`i.reason > c.reason`)}) FROM causes c WHERE c.reason IS NOT NULL)
    SELECT ${outcome} AS outcome, c.reason, counted.count, example.detail
    FROM (SELECT reason FROM causes WHERE reason IS NOT NULL LIMIT ${most.causes}) c
    CROSS JOIN LATERAL (SELECT count(*)::integer AS count FROM (
      SELECT 1 FROM bulk_items i WHERE ${of} AND i.reason = c.reason ORDER BY i.device_id LIMIT ${most.each}) one) counted
    CROSS JOIN LATERAL (SELECT r.error_detail AS detail FROM (
      SELECT i.report_id FROM bulk_items i WHERE ${of} AND i.reason = c.reason ORDER BY i.device_id LIMIT 1) first
      LEFT JOIN reports r ON r.id = first.report_id) example)`;
}
