import { stringify } from 'csv-stringify/sync';
import type { BulkExportQuery } from '../contract/bulk-action.ts';
import { selectBulkItems } from '../db/bulk-items.ts';
import type { Database } from '../db/database.ts';
import type { BulkActionKind } from '../domain/bulk-action.ts';
import { requireBulkAction } from './get-bulk-action.ts';

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
 * formula is quoted. Throws `not_found` before the first piece.
 */
export async function exportBulkItems(
  db: Database,
  id: string,
  kind: BulkActionKind,
  { outcome }: BulkExportQuery,
): Promise<AsyncGenerator<string>> {
  await requireBulkAction(db, id, kind);
  return pieces();

  async function* pieces(): AsyncGenerator<string> {
    yield stringify([columns]);
    let after: string | null = null;
    for (;;) {
      const rows = await selectBulkItems(db.pool, id, { outcomes: outcome, after, limit: rowsAtOnce });
      if (rows.length > 0) yield stringify(rows, { columns: [...columns], escape_formulas: true });
      if (rows.length < rowsAtOnce) return;
      after = rows.at(-1)?.deviceId ?? null;
    }
  }
}
