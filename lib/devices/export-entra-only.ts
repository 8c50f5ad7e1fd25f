import { type EntraOnlyRow, selectEntraOnlyPage } from '#lib/db/connection/entra-only';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { staleBefore } from '#lib/domain/azure/entra-only';
import type { Actor } from '#lib/domain/people/actor';
import { jsonLine } from '#lib/domain/text/json-line';
import { type EntraOnlyExportQuery, entraOnlyDevice } from '../contract/entra-only.ts';
import { csvHeader, csvRows } from './csv-rows.ts';
import { toEntraOnlyDevice } from './list-entra-only.ts';

const batch = 1000;
const columns = Object.keys(entraOnlyDevice.shape);

/**
 * All devices of a filter that only Entra knows as text, a batch at a time, read as they are taken. What was taken of it,
 * whole or in part, is audited at the end.
 */
export async function* exportEntraOnly(
  db: Database,
  query: EntraOnlyExportQuery,
  context: { actor: Actor; now: Date },
): AsyncGenerator<string> {
  const { sort, format, bom, ...filter } = query;
  const stale = filter.stale === true ? staleBefore(context.now) : null;
  let after: { value: string; id: string } | null = null;
  let count = 0;
  let complete = false;
  try {
    if (format === 'csv') yield csvHeader(columns, bom === true);
    while (!complete) {
      const rows: EntraOnlyRow[] = await selectEntraOnlyPage(db, {
        os: filter.os,
        staleBefore: stale,
        sort,
        after,
        limit: batch,
      });
      const last = rows.at(-1);
      if (last !== undefined) {
        const devices = rows.map((row) => toEntraOnlyDevice(row, context.now));
        yield format === 'csv' ? csvRows(columns, devices) : devices.map(jsonLine).join('');
        count += rows.length;
        after = { value: last.sortedBy, id: last.objectId };
      }
      complete = rows.length < batch;
    }
  } finally {
    const details = { filter: JSON.stringify(filter), sort, format, count, complete };
    await recordAudit(db.pool, { ...context, action: 'entra_device.export', target: null, details });
  }
}
