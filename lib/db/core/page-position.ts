import { decodeCursor, encodeCursor } from '#lib/domain/text/cursor';
import { TenkoError } from '#lib/errors';
import type { Database } from './database.ts';
import type { Queryable } from './prisma.ts';

/** Where a page starts: behind the row with this value (null: among the blanks) and id, or before it where it goes back. */
export interface PagePosition {
  value: string | null;
  id: string;
  back?: true | undefined;
}

/** Where a page starts. A cursor that is not ours, or of another sort, is refused. */
export function pagePosition(
  cursor: string | undefined,
  sort: string,
  timeSorted: boolean,
  bothWays = false,
): PagePosition | null {
  if (cursor === undefined) return null;
  const position = decodeCursor(cursor, sort);
  const broken =
    position === null ||
    (timeSorted && position.value !== null && !isTime(position.value)) ||
    (position.back === true && !bothWays);
  if (broken) {
    const message = 'is not a cursor for this list and sort. Leave it out to start from the first page';
    throw new TenkoError('invalid_input', `cursor ${message}`, {
      errors: [{ path: 'cursor', code: 'invalid_cursor', message }],
    });
  }
  return position;
}

/** Exactly as we write times, in years of four digits, so that PostgreSQL takes what we take. */
function isTime(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text && /^(?!0000)\d{4}-/.test(text);
}

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
