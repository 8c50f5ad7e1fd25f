import { v7 as uuidv7 } from 'uuid';
import { revokeOtherKeys, upsertApiKey } from '../db/api-keys.ts';
import { ensureFeed } from '../db/check-ins.ts';
import type { Database } from '../db/database.ts';
import { scopes } from './scopes.ts';
import { hashOf, lookupOf } from './secrets.ts';

const feed = 'default';

/** Makes sure that a key of this value with all scopes exists, for automation; a former value is valid no more. */
export async function ensureBootstrapKey(db: Database, key: string, now = new Date()): Promise<void> {
  await ensureFeed(db.pool, feed);
  const row = {
    id: uuidv7(),
    name: 'bootstrap',
    feed,
    scopes: [...scopes],
    lookup: lookupOf(key),
    hash: hashOf(key),
  };
  await db.transaction(async (tx) => {
    await upsertApiKey(tx, row, now);
    await revokeOtherKeys(tx, { name: row.name, lookup: row.lookup }, now);
  });
}
