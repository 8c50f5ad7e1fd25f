import { type BulkCauseRow, selectBulkCauses } from '#lib/db/bulk-actions/bulk-causes';
import type { Database } from '#lib/db/core/database';
import { boundedCount, mostFirst } from '#lib/domain/bounded-count';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import type { BulkCauses } from '../contract/bulk-action.ts';
import { requireBulkAction } from './bulk-actions.ts';

/** Counts are exact up to here. */
const countedUpTo = 10_000;
/** Tenko names some twenty; Microsoft’s codes are added to those. */
const mostCauses = 100;

/** Why devices of a bulk action failed or were not possible, the most frequent cause first. Throws `not_found`. */
export async function listBulkCauses(db: Database, id: string, kind: BulkActionKind): Promise<BulkCauses> {
  await requireBulkAction(db, id, kind);
  const rows = await selectBulkCauses(db.pool, id, { causes: mostCauses, each: countedUpTo + 1 });
  return { items: mostFirst(rows.map(toCause)) };
}

function toCause({ outcome, reason, count, detail }: BulkCauseRow): BulkCauses['items'][number] {
  return {
    outcome,
    reason,
    count: boundedCount(count, countedUpTo),
    detail,
  };
}
