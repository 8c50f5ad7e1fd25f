import type { Database } from '#lib/db/core/database';
import { changeApiKey } from '#lib/db/people/api-keys';
import { recordAudit } from '#lib/db/people/audit';
import type { Actor } from '#lib/domain/people/actor';
import { apiKeyState } from '#lib/domain/people/api-key';
import { forgetCredentials } from '../auth/recent-credentials.ts';
import type { ApiKey } from '../contract/api-key.ts';
import { lockChangeableKey } from './key-checks.ts';
import { toApiKey } from './list-api-keys.ts';

/** Ends a key at once, for good. Revoked already: nothing changes. Throws `not_found` and `key_managed`. */
export async function revokeApiKey(db: Database, id: string, actor: Actor, now: Date): Promise<ApiKey> {
  const changed = await db.transaction(async (tx) => {
    const row = await lockChangeableKey(tx, id);
    if (row.revokedAt !== null) return toApiKey(row, now);
    const revoked = await changeApiKey(tx, id, { revokedAt: now, revokedBy: actor.name });
    await recordAudit(tx, {
      actor,
      action: 'api_key.revoke',
      target: id,
      details: { name: row.name },
      before: { state: apiKeyState(row, now) },
      after: { state: 'revoked' },
      now,
    });
    return toApiKey(revoked, now);
  });
  forgetCredentials(db);
  return changed;
}
