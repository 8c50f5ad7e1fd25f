import type { Database } from '#lib/db/core/database';
import { findApiKey, touchApiKey } from '#lib/db/people/api-keys';
import { keyOwner } from '#lib/domain/devices/owner';
import type { Actor, CallerOrigin } from '#lib/domain/people/actor';
import { apiKeyState, isValid } from '#lib/domain/people/api-key';
import { allows, type Scope } from '#lib/domain/people/scope';
import { lookupOf, prefixOf } from './api-key-secret.ts';
import type { Authority } from './authority.ts';
import { recentCredentials, recentOr } from './recent-credentials.ts';
import { Refusal } from './refusal.ts';
import { hashOf, sameHash } from './secrets.ts';

const touchEveryMs = 60_000;
/** Compared with where there is no such key, so that this takes as long. */
const noHash = hashOf('');

interface KeyCall {
  authorization: string;
  requestId: string;
  from: CallerOrigin;
  isRecheck?: boolean;
}

/** Who calls with a bearer token, and whether its key may. Throws `not_authenticated` or `not_authorized`. */
export async function authenticateByKey(
  db: Database,
  wanted: Scope,
  { authorization, requestId, from, isRecheck = false }: KeyCall,
  now: Date,
): Promise<Authority> {
  const [, key = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  const lookup = lookupOf(key);
  const { keys } = recentCredentials(db);
  const row = await recentOr(keys, lookup, () => findApiKey(db, lookup));
  const unknown: Actor = { kind: 'unknown', name: '', requestId, from };
  const proven = sameHash(row?.hash ?? noHash, hashOf(key));
  if (row === null || !proven) {
    const prefix = row === null ? null : prefixOf(lookup);
    throw new Refusal('not_authenticated', 'This API key is not valid.', unknown, prefix);
  }
  const actor: Actor = { kind: 'api_key', name: row.name, id: row.id, requestId, from };
  const state = apiKeyState(row, now);
  if (!isValid(state)) {
    throw new Refusal('not_authenticated', `This API key is ${state}.`, actor, prefixOf(lookup));
  }
  if (!allows(row.scopes, wanted)) {
    throw new Refusal('not_authorized', `This API key lacks the scope ${wanted}.`, actor, prefixOf(lookup));
  }
  const isNew = row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() > touchEveryMs;
  if (isNew && !isRecheck) {
    await touchApiKey(db.pool, row.id, now, new Date(now.getTime() - touchEveryMs));
    keys.delete(lookup);
  }
  return {
    actor,
    owner: keyOwner(row),
    feed: row.feed,
    session: null,
    role: null,
    scopes: row.scopes,
    endsAt: row.expiresAt,
    isAdmin: allows(row.scopes, 'admin'),
  };
}
