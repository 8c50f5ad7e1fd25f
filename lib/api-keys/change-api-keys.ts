import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#lib/db/core/database';
import { changeApiKey, insertApiKey } from '#lib/db/people/api-keys';
import { recordAudit } from '#lib/db/people/audit';
import type { Actor } from '#lib/domain/people/actor';
import { apiKeyState, nextExpiry, overlapEnd } from '#lib/domain/people/api-key';
import { forgetCredentials } from '../auth/recent-credentials.ts';
import { newApiKey, prefixOf } from '../auth/secrets.ts';
import type { ApiKey, ApiKeyRotation, NewApiKey } from '../contract/api-key.ts';
import { TenkoError } from '../errors.ts';
import { type Granter, lockChangeableKey, requireFuture, requireWithinRights } from './key-checks.ts';
import { toApiKey } from './list-api-keys.ts';

const hour = 3_600_000;

/**
 * Makes a key of the same name, scopes and feed in the place of another, which stays valid for a while. Throws
 * `not_found`, `key_managed`, `key_ended` where it is revoked, over or replaced already, and as `issueApiKey` does.
 */
export async function rotateApiKey(
  db: Database,
  id: string,
  input: ApiKeyRotation,
  granter: Granter,
  now: Date,
): Promise<NewApiKey> {
  const { actor } = granter;
  const changed = await db.transaction(async (tx) => {
    const old = await lockChangeableKey(tx, id);
    const state = apiKeyState(old, now);
    if (state !== 'active') {
      throw new TenkoError('key_ended', `This key is ${state}. You can rotate only an active key.`, {
        reason: state,
      });
    }
    const { name, scopes, feed, firstId } = old;
    const asked = input.expiresAt ? new Date(input.expiresAt) : null;
    const expiresAt = input.expiresAt === undefined ? nextExpiry(old, now) : asked;
    requireFuture(expiresAt, now);
    requireWithinRights(granter, { scopes, expiresAt });
    const { key, lookup, hash } = newApiKey();
    const rights = { name, scopes, feed, expiresAt };
    const made = { ...rights, id: uuidv7(), firstId, lookup, hash, createdBy: actor.name };
    const row = await insertApiKey(tx, made, now);
    const end = overlapEnd(old.expiresAt, now, input.overlapHours * hour);
    await changeApiKey(tx, id, { replacedBy: row.id, expiresAt: end });
    await recordAudit(tx, {
      actor,
      action: 'api_key.rotate',
      target: id,
      details: { name, madeId: row.id },
      before: { prefix: prefixOf(old.lookup), expiresAt: old.expiresAt?.toISOString() ?? null },
      after: {
        prefix: prefixOf(lookup),
        expiresAt: expiresAt?.toISOString() ?? null,
        oldValidUntil: end.toISOString(),
      },
      now,
    });
    return { ...toApiKey(row, now), key };
  });
  forgetCredentials(db);
  return changed;
}

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
