import { stringify } from 'csv-stringify/sync';
import { selectBulkItems } from '#lib/db/bulk-actions/bulk-items';
import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import { recordAudit } from '#lib/db/people/audit';
import type { Actor } from '#lib/domain/people/actor';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import { encodeCursor } from '#lib/domain/text/cursor';
import { safeCell } from '#lib/domain/text/formula-start';
import type { BulkExportQuery, BulkItemPage, BulkItemQuery } from '../contract/bulk-action.ts';
import { requireBulkAction } from './bulk-actions.ts';

const sort = 'deviceId';

/** One page of what became of each device. Throws `not_found`, or `invalid_input` for a foreign cursor. */
export async function listBulkItems(
  db: Database,
  id: string,
  kind: BulkActionKind,
  { limit, cursor, outcome, reason }: BulkItemQuery,
): Promise<BulkItemPage> {
  const after = pagePosition(cursor, sort, false)?.id ?? null;
  await requireBulkAction(db, id, kind);
  const rows = await selectBulkItems(db.pool, id, { outcomes: outcome, reason, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? encodeCursor(sort, { value: null, id: last.deviceId }) : null };
}

const rowsAtOnce = 1000;
const columns = [
  'deviceId',
  'deviceName',
  'externalId',
  'feed',
  'outcome',
  'reason',
  'detail',
  'reportId',
] as const;

/**
 * What became of each device as CSV, read page by page while it is written. A text that a spreadsheet would take for a
 * formula is quoted. What was taken of it, whole or in part, is audited at the end. Throws `not_found` before the first
 * piece.
 */
export async function exportBulkItems(
  db: Database,
  { id, kind }: { id: string; kind: BulkActionKind },
  { outcome, reason }: BulkExportQuery,
  context: { actor: Actor; now: Date },
): Promise<AsyncGenerator<string>> {
  await requireBulkAction(db, id, kind);
  return pieces();

  async function* pieces(): AsyncGenerator<string> {
    let after: string | null = null;
    let count = 0;
    let complete = false;
    try {
      yield stringify([columns]);
      while (!complete) {
        const rows = await selectBulkItems(db.pool, id, {
          outcomes: outcome,
          reason,
          after,
          limit: rowsAtOnce,
        });
        if (rows.length > 0) yield stringify(rows, { columns: [...columns], cast: { string: safeCell } });
        count += rows.length;
        complete = rows.length < rowsAtOnce;
        after = rows.at(-1)?.deviceId ?? null;
      }
    } finally {
      const details = {
        outcome: outcome ?? null,
        ...(reason !== undefined && { reason }),
        count,
        complete,
      };
      await recordAudit(db.pool, { ...context, action: 'bulk_action.export', target: id, details });
    }
  }
}
