import { z } from 'zod';

const shape = z.strictObject({
  v: z.literal(2),
  sort: z.string(),
  value: z.string().nullable(),
  id: z.guid(),
  back: z.literal(true).optional(),
});

interface Position {
  value: string | null;
  id: string;
  /** The page before the position */
  back?: true | undefined;
}

/** An opaque keyset cursor, tied to the sort it was made for. */
export function encodeCursor(sort: string, position: Position): string {
  return Buffer.from(JSON.stringify({ v: 2, sort, ...position })).toString('base64url');
}

/** Null: not a cursor of ours, or of another sort. */
export function decodeCursor(cursor: string, sort: string): Position | null {
  try {
    const parsed = shape.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (!parsed.success || parsed.data.sort !== sort) return null;
    const { value, id, back } = parsed.data;
    if (value !== null && (value.includes('\u0000') || !value.isWellFormed())) return null;
    return { value, id, back };
  } catch {
    return null;
  }
}
