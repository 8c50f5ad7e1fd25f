import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import { changeApiKey, insertApiKey, lockApiKey, type StoredApiKey } from '#lib/db/people/api-keys';
import { recordAudit } from '#lib/db/people/audit';
import type { Actor } from '#lib/domain/people/actor';
import { apiKeyState, mayHaveFeed, needsFeed, nextExpiry, overlapEnd } from '#lib/domain/people/api-key';
import { allows, type Scope } from '#lib/domain/people/scope';
import { createApiKey } from '../auth/create-api-key.ts';
import { forgetCredentials } from '../auth/recent-credentials.ts';
import { newApiKey, prefixOf } from '../auth/secrets.ts';
import type { ApiKey, ApiKeyInput, ApiKeyRotation, NewApiKey } from '../contract/api-key.ts';
import { TenkoError } from '../errors.ts';
import { toApiKey } from './list-api-keys.ts';

/**
 * Creates a key that is shown in this answer only. Throws `invalid_input` where scopes and feed do not fit or its time is
 * over already, and `not_authorized` where it would go beyond the rights of its creator.
 */
export async function issueApiKey(
  db: Database,
  input: ApiKeyInput,
  granter: Granter,
  now: Date,
): Promise<NewApiKey> {
  const { name, scopes, feed = null } = input;
  if (feed === null && needsFeed(scopes)) refuseField('feed', 'required', 'is required with check-ins:write');
  if (feed !== null && !mayHaveFeed(scopes)) {
    refuseField('feed', 'not_allowed', 'is only for keys with check-ins:write or admin');
  }
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
  requireFuture(expiresAt, now);
  requireWithinRights(granter, { scopes, expiresAt });
  const { actor } = granter;
  const { key, row } = await createApiKey(db, { name, feed, scopes, expiresAt, actor, now });
  return { ...toApiKey(row, now), key };
}

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

/** What a new key may do, and until when. */
interface Granter {
  actor: Actor;
  scopes: readonly Scope[];
  /** Null: for good */
  endsAt: Date | null;
}

/** Nobody makes a key that may do more, or lasts longer, than they themselves. Throws `not_authorized`. */
function requireWithinRights(
  granter: Granter,
  key: { scopes: readonly Scope[]; expiresAt: Date | null },
): void {
  const beyond = key.scopes.filter((scope) => !allows(granter.scopes, scope));
  if (beyond.length > 0) {
    throw new TenkoError(
      'not_authorized',
      `You do not have ${beyond.join(', ')} yourself, so you cannot give it to a key.`,
    );
  }
  if (granter.endsAt !== null && (key.expiresAt === null || key.expiresAt > granter.endsAt)) {
    const end = granter.endsAt.toISOString();
    throw new TenkoError(
      'not_authorized',
      `Your own key expires at ${end}. A key that it creates must not expire later.`,
    );
  }
}

/** Throws `invalid_input` where a key would be over before it begins. */
function requireFuture(expiresAt: Date | null, now: Date): void {
  if (expiresAt === null || expiresAt > now) return;
  refuseField('expiresAt', 'not_in_future', 'must be in the future');
}

function refuseField(path: string, code: string, message: string): never {
  throw new TenkoError('invalid_input', `${path}: ${message}`, { errors: [{ path, code, message }] });
}

/** A key that may be changed here, locked. Throws `not_found`, or `key_managed` for the environment's. */
async function lockChangeableKey(tx: Transaction, id: string): Promise<StoredApiKey> {
  const row = await lockApiKey(tx, id);
  if (row === null) throw new TenkoError('not_found', `API key ${id} not found.`);
  if (row.managed && row.revokedAt === null) {
    throw new TenkoError('key_managed', 'This key comes from TENKO_BOOTSTRAP_API_KEY. Change it there.');
  }
  return row;
}
