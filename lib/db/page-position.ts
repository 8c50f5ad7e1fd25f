import { decodeCursor } from '../domain/cursor.ts';
import { TenkoError } from '../errors.ts';

/** Where a page starts. A cursor that is not ours, or of another sort, is refused. */
export function pagePosition(
  cursor: string | undefined,
  sort: string,
  timeSorted: boolean,
): { value: string | null; id: string } | null {
  if (cursor === undefined) return null;
  const position = decodeCursor(cursor, sort);
  const broken = position === null || (timeSorted && position.value !== null && !isTime(position.value));
  if (broken) {
    const message = 'is not a cursor of this list and sort: leave it out to start from the first page';
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
