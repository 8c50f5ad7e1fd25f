import { v7 as uuidv7 } from 'uuid';
import { ensureFeed } from '#lib/db/check-ins/check-ins';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import { endManagedKeys, insertApiKey, type StoredApiKey, upsertManagedKey } from '#lib/db/people/api-keys';
import { recordAudit } from '#lib/db/people/audit';
import { lockFeedOwners, sourceOfFeed } from '#lib/db/sources/sources';
import { type Actor, commandLine } from '#lib/domain/people/actor';
import { type KeyScope, keyScopes } from '#lib/domain/people/scope';
import { TenkoError } from '../errors.ts';
import { hashOf, lookupOf, newApiKey, prefixOf } from './secrets.ts';

interface NewApiKey {
  name: string;
  feed: string | null;
  scopes: KeyScope[];
  expiresAt?: Date | null;
  /** By default, the person who runs the command */
  actor?: Actor;
  now: Date;
}

/** Makes a key; it is answered once and stored hashed. A key with `check-ins:write` speaks for its feed. Throws `feed_taken`. */
export async function createApiKey(
  db: Database,
  { name, feed, scopes, expiresAt = null, actor = commandLine, now }: NewApiKey,
): Promise<{ id: string; key: string; row: StoredApiKey }> {
  const { key, lookup, hash } = newApiKey();
  const id = uuidv7();
  const row = await db.transaction(async (tx) => {
    if (feed !== null) await requireOwnFeed(tx, feed);
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

/** A feed that belongs to a source is checked in by that alone. Throws `feed_taken`. */
async function requireOwnFeed(tx: Transaction, feed: string): Promise<void> {
  await lockFeedOwners(tx);
  const source = await sourceOfFeed(tx, feed);
  if (source !== null) {
    throw new TenkoError('feed_taken', `The feed ${feed} belongs to the source ${source.name}.`);
  }
  await ensureFeed(tx, feed);
}

const feed = 'default';
const environment: Actor = { kind: 'system', name: 'environment', requestId: null };

/**
 * Makes sure that a key of this value with all scopes exists, for automation; a former value is valid no more. Null:
 * none is. The audit log hears of it where that changes something.
 */
export async function ensureBootstrapKey(db: Database, key: string | null, now = new Date()): Promise<void> {
  await db.transaction(async (tx) => {
    if (key !== null) await ensureFeed(tx, feed);
    const made =
      key !== null &&
      (await upsertManagedKey(
        tx,
        {
          id: uuidv7(),
          name: 'bootstrap',
          feed,
          scopes: [...keyScopes],
          lookup: lookupOf(key),
          hash: hashOf(key),
          createdBy: environment.name,
        },
        now,
      ));
    const ended = await endManagedKeys(tx, key === null ? null : lookupOf(key), environment.name, now);
    if (!made && ended === 0) return;
    const details = { made, ended };
    await recordAudit(tx, { actor: environment, action: 'api_key.environment', target: null, details, now });
  });
}
