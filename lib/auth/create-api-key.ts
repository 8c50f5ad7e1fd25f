import { v7 as uuidv7 } from 'uuid';
import { ensureFeed } from '#lib/db/check-ins/check-ins';
import type { Database } from '#lib/db/core/database';
import { insertApiKey, type StoredApiKey } from '#lib/db/people/api-keys';
import { recordAudit } from '#lib/db/people/audit';
import { type Actor, commandLine } from '#lib/domain/people/actor';
import type { Scope } from '#lib/domain/people/scope';
import { newApiKey, prefixOf } from './secrets.ts';

interface NewApiKey {
  name: string;
  feed: string | null;
  scopes: Scope[];
  expiresAt?: Date | null;
  /** By default, the person who runs the command */
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
