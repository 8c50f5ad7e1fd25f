import { findPreflight } from '#lib/db/connection/preflight';
import type { Database } from '#lib/db/core/database';
import { type LastPreflight, preflightAnswer } from '../contract/connection.ts';

/** What the last check of the connection found; none where an older version wrote it in another shape. */
export async function getPreflight(db: Database): Promise<LastPreflight> {
  const kept = await findPreflight(db.pool);
  if (kept === null) return { preflight: null };
  const { found, by, at } = kept;
  const { data = null } = preflightAnswer.safeParse({ ...found, by, checkedAt: at.toISOString() });
  return { preflight: data };
}
