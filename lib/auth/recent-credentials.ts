import { LRUCache } from 'lru-cache';
import type { Database } from '#lib/db/core/database';
import { databaseSingleton } from '#lib/db/core/database-singleton';
import type { ApiKeyInUse } from '#lib/db/people/api-keys';
import type { StoredSession } from '#lib/db/people/sessions';

/** What ends in another process is refused here after this long at most; what ends here, at once. */
const recentMs = 1_000;
const options = { max: 5_000, ttl: recentMs };

interface RecentCredentials {
  keys: LRUCache<string, ApiKeyInUse>;
  sessions: LRUCache<string, StoredSession>;
}

/**
 * Keys and sessions just read, so that a page with many calls, or a feed that sends batch after batch, does not ask for
 * the same row each time. Only what exists is kept: guesses fill nothing.
 */
export function recentCredentials(db: Database): RecentCredentials {
  return databaseSingleton(db, 'recent-credentials', () => ({
    keys: new LRUCache<string, ApiKeyInUse>(options),
    sessions: new LRUCache<string, StoredSession>(options),
  }));
}

/** The row of the cache, else as it is read; kept from when it was read. */
export async function recentOr<Row extends object>(
  rows: LRUCache<string, Row>,
  name: string,
  read: () => Promise<Row | null>,
): Promise<Row | null> {
  const known = rows.get(name);
  if (known !== undefined) return known;
  const row = await read();
  if (row !== null) rows.set(name, row);
  return row;
}

/** Whatever changes a key or a session calls this once that is committed. */
export function forgetCredentials(db: Database): void {
  const known = recentCredentials(db);
  known.keys.clear();
  known.sessions.clear();
}
