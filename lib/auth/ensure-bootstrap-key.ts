import { v7 as uuidv7 } from 'uuid';
import { ensureFeed } from '#lib/db/check-ins/check-ins';
import type { Database } from '#lib/db/core/database';
import { endManagedKeys, upsertManagedKey } from '#lib/db/people/api-keys';
import { recordAudit } from '#lib/db/people/audit';
import type { Actor } from '#lib/domain/people/actor';
import { scopes } from '#lib/domain/people/scope';
import { hashOf, lookupOf } from './secrets.ts';

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
          scopes: [...scopes],
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
