import type { Database } from '#lib/db/core/database';
import { findApiKey, touchApiKey } from '#lib/db/people/api-keys';
import { type Actor, type CallerOrigin, keyOwner, type Owner } from '#lib/domain/people/actor';
import { apiKeyState, isValid } from '#lib/domain/people/api-key';
import { allows, keyScopeFor, type Role, type Scope, scopesOfRoles } from '#lib/domain/people/scope';
import { type ErrorCode, TenkoError } from '../errors.ts';
import { recentCredentials, recentOr } from './recent-credentials.ts';
import { hashOf, lookupOf, prefixOf, sameHash } from './secrets.ts';
import { actorOf, ownerOf, type Session, type SessionLimits, sessionOf } from './session.ts';

/** A refusal that the audit log is to know: whom it met. `key`: the public prefix that was named, proven or not. */
export class Refusal extends TenkoError {
  static override readonly brand = 'Refusal';
  readonly actor: Actor;
  readonly key: string | null;

  constructor(code: ErrorCode, message: string, actor: Actor, key: string | null = null) {
    super(code, message);
    this.name = 'Refusal';
    this.actor = actor;
    this.key = key;
  }
}

/** Proof that a request may do what its route says. Only `authenticate` makes one. */
export interface Authority {
  readonly actor: Actor;
  /** Whom the caller's views and preferences belong to */
  readonly owner: Owner;
  /** The feed of the key; null: a session, or a key without one */
  readonly feed: string | null;
  /** Who is signed in; null: it is a key */
  readonly session: Session | null;
  /** A key's own, or those of the roles */
  readonly scopes: readonly Scope[];
  /** When a key's own time is over; null: never, or a session */
  readonly endsAt: Date | null;
  /** May do what admins may, beyond what the route asks for */
  readonly isAdmin: boolean;
}

export interface Credentials {
  method: string;
  authorization: string | null;
  /** Of the session's cookie */
  sessionSecret: string | undefined;
  limits: SessionLimits;
  origin: string | null;
  /** Origins under which Tenko is reached */
  ownOrigins: readonly string[];
  requestId: string;
  from: CallerOrigin;
  /** Asks only whether the credential still holds: that does not count as a use of it */
  isRecheck?: boolean;
}

/**
 * Who calls, and whether it may. A key comes before a cookie. Throws `not_authenticated`, `not_authorized`, or
 * `wrong_origin` where a cookie comes with an unsafe method from elsewhere.
 */
export async function authenticate(
  db: Database,
  wanted: Scope,
  request: Credentials,
  now: Date,
): Promise<Authority> {
  const { authorization, requestId, from, limits, isRecheck = false } = request;
  if (authorization !== null) {
    return authenticateByKey(db, wanted, { authorization, requestId, from, isRecheck }, now);
  }
  const session = await sessionOf(db, request.sessionSecret, { now, limits, isRecheck });
  if (session === null)
    throw new TenkoError('not_authenticated', 'Sign in, or send an API key as a bearer token.');
  const actor = actorOf(session, { requestId, from });
  refuseForeignOrigin(request, actor);
  const scopes = scopesOfRoles(session.roles);
  if (!scopes.includes(wanted)) {
    throw new Refusal('not_authorized', refusalOf(session.roles, wanted), actor);
  }
  return {
    actor,
    owner: ownerOf(session),
    feed: null,
    session,
    scopes,
    endsAt: null,
    isAdmin: scopes.includes('admin'),
  };
}

function refusalOf(roles: readonly Role[], wanted: Scope): string {
  return wanted === 'check-ins:write'
    ? 'Only feeds send check-ins. Use an API key with check-ins:write.'
    : `The role ${roles.join(' and ')} does not include ${wanted}.`;
}

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** A page of another site must not act with an admin's cookie. */
export function refuseForeignOrigin(
  request: Pick<Credentials, 'method' | 'origin' | 'ownOrigins'>,
  actor: Actor,
): void {
  if (safeMethods.includes(request.method)) return;
  if (request.origin !== null && request.ownOrigins.includes(request.origin)) return;
  const words = 'A session can make changes only from Tenko’s own pages. The Origin header must be Tenko’s.';
  throw new Refusal('wrong_origin', words, actor);
}

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
    const words = `This API key lacks the scope ${keyScopeFor(wanted)}.`;
    throw new Refusal('not_authorized', words, actor, prefixOf(lookup));
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
    scopes: row.scopes,
    endsAt: row.expiresAt,
    isAdmin: allows(row.scopes, 'admin'),
  };
}
