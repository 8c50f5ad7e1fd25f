import { encodeCursor } from '#lib/domain/text/cursor';
import { TenkoError } from '#lib/errors';
import type { Database } from './database.ts';
import { pagePosition } from './page-position.ts';
import type { Queryable } from './prisma.ts';

export interface History<Row> {
  /** The sort that its cursors are tied to */
  sort: string;
  select: (
    db: Queryable,
    deviceId: string,
    after: { value: string; id: string } | null,
    limit: number,
  ) => Promise<Row[]>;
  timeOf: (row: Row) => Date;
}

/** One page of what happened to a device, newest first. Throws `not_found`, or `invalid_input` for a foreign cursor. */
export async function readHistory<Row extends { id: string }>(
  db: Database,
  deviceId: string,
  query: { limit: number; cursor?: string | undefined },
  { sort, select, timeOf }: History<Row>,
): Promise<{ rows: Row[]; nextCursor: string | null }> {
  await requireDevice(db, deviceId);
  const after = pagePosition(query.cursor, sort, true);
  const start = after === null || after.value === null ? null : { value: after.value, id: after.id };
  const found = await select(db.pool, deviceId, start, query.limit + 1);
  const rows = found.slice(0, query.limit);
  const last = rows.at(-1);
  const more = found.length > query.limit && last !== undefined;
  return {
    rows,
    nextCursor: more ? encodeCursor(sort, { value: timeOf(last).toISOString(), id: last.id }) : null,
  };
}

/** Throws `not_found` where there is no such device: an empty history would hide a wrong id. */
async function requireDevice(db: Database, id: string): Promise<void> {
  const found = await db.pool.device.findUnique({ where: { id }, select: { id: true } });
  if (found === null) throw new TenkoError('not_found', `Device ${id} not found.`);
}
