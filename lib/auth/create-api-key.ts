import { v7 as uuidv7 } from 'uuid';
import { upsertApiKey } from '../db/api-keys.ts';
import { ensureFeed } from '../db/check-ins.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from './scopes.ts';
import { hashOf, lookupOf, newSecret } from './secrets.ts';

/** Makes a key; it is answered once and stored hashed. A key with `check-ins:write` speaks for its feed. */
export async function createApiKey(
  db: Database,
  { name, feed, scopes, now }: { name: string; feed: string | null; scopes: Scope[]; now: Date },
): Promise<{ id: string; key: string }> {
  const key = `tenko_${newSecret()}`;
  const id = uuidv7();
  await db.transaction(async (tx) => {
    if (feed !== null) await ensureFeed(tx, feed);
    await upsertApiKey(tx, { id, name, feed, scopes, lookup: lookupOf(key), hash: hashOf(key) }, now);
  });
  return { id, key };
}
