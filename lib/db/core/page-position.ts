import { decodeCursor } from '#lib/domain/text/cursor';
import { TenkoError } from '#lib/errors';

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

/** Exactly as we write times, so that PostgreSQL takes what we take. */
function isTime(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}
