import { v7 as uuidv7 } from 'uuid';
import { insertApiKey, type StoredApiKey } from '../db/api-keys.ts';
import { recordAudit } from '../db/audit.ts';
import { ensureFeed } from '../db/check-ins.ts';
import type { Database } from '../db/database.ts';
import { type Actor, commandLine } from '../domain/actor.ts';
import type { Scope } from '../domain/scope.ts';
import { newApiKey, prefixOf } from './api-key-secret.ts';

interface NewApiKey {
  name: string;
  feed: string | null;
  scopes: Scope[];
  expiresAt?: Date | null;
  /** By default, whoever runs the command */
  actor?: Actor;
  now: Date;
}

/** Makes a key; it is answered once and stored hashed. A key with `check-ins:write` speaks for its feed. */
export async function createApiKey(
  db: Database,
  { name, feed, scopes, expiresAt = null, actor = commandLine, now }: NewApiKey,
): Promise<{ id: string; key: string; row: StoredApiKey }> {
  const { key, lookup, hash } = newApiKey();
  const id = uuidv7();
  const row = await db.transaction(async (tx) => {
    if (feed !== null) await ensureFeed(tx, feed);
    const made = { id, name, feed, scopes, lookup, hash, expiresAt, createdBy: actor.name };
    const stored = await insertApiKey(tx, made, now);
    const after = {
      name,
      prefix: prefixOf(lookup),
      scopes,
      feed,
      expiresAt: expiresAt?.toISOString() ?? null,
    };
    await recordAudit(tx, { actor, action: 'api_key.create', target: id, after, now });
    return stored;
  });
  return { id, key, row };
}
