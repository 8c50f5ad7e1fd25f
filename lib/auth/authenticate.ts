import { findApiKey, touchApiKey } from '../db/api-keys.ts';
import type { Database } from '../db/database.ts';
import type { Actor } from '../domain/actor.ts';
import type { Role } from '../domain/role.ts';
import { TenkoError } from '../errors.ts';
import { allows, mayByRole, type Scope } from './scopes.ts';
import { hashOf, lookupOf, sameHash } from './secrets.ts';
import { actorOf, type Session, sessionOf } from './session.ts';
import type { SessionLimits } from './session-limits.ts';

const touchEveryMs = 60_000;

/** Proof that a request may do what its route says. Only `authenticate` makes one. */
export interface Authority {
  readonly actor: Actor;
  /** The feed of the key; null: a session, or a key without one */
  readonly feed: string | null;
  /** Who is signed in; null: it is a key */
  readonly session: Session | null;
  /** A person's; null: a key has scopes instead */
  readonly role: Role | null;
  /** By role, or by a key's scope */
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
  if (request.authorization !== null) return byKey(db, wanted, request, now);
  const session = await sessionOf(db, request.sessionSecret, { now, limits: request.limits });
  if (session === null)
    throw new TenkoError('not_authenticated', 'Sign in, or send an API key as a bearer token.');
  refuseForeignOrigin(request);
  const { role } = session;
  if (!mayByRole(role, wanted)) throw new TenkoError('not_authorized', refusalOf(role, wanted));
  const actor = actorOf(session, request.requestId);
  return { actor, feed: null, session, role, isAdmin: role === 'admin' };
}

function refusalOf(role: Role, wanted: Scope): string {
  return wanted === 'check-ins:write'
    ? 'Check-ins are taken from feeds: use an API key with check-ins:write.'
    : `The role ${role} does not include ${wanted}.`;
}

async function byKey(db: Database, wanted: Scope, request: Credentials, now: Date): Promise<Authority> {
  const [, key] = /^Bearer +(\S+)$/i.exec(request.authorization ?? '') ?? [];
  const row = key === undefined ? null : await findApiKey(db, lookupOf(key), now);
  if (key === undefined || row === null || !sameHash(row.hash, hashOf(key))) {
    throw new TenkoError('not_authenticated', 'This API key is not valid.');
  }
  if (!allows(row.scopes, wanted)) {
    throw new TenkoError('not_authorized', `This API key lacks the scope ${wanted}.`);
  }
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() > touchEveryMs) {
    await touchApiKey(db.pool, row.id, now);
  }
  const actor = { kind: 'api_key' as const, name: row.name, requestId: request.requestId };
  const isAdmin = allows(row.scopes, 'admin');
  return { actor, feed: row.feed, session: null, role: null, isAdmin };
}

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** A page of another site must not act with an admin's cookie. */
export function refuseForeignOrigin(request: Pick<Credentials, 'method' | 'origin' | 'ownOrigins'>): void {
  if (safeMethods.includes(request.method)) return;
  if (request.origin !== null && request.ownOrigins.includes(request.origin)) return;
  throw new TenkoError(
    'wrong_origin',
    'A session may change things from its own pages only: Origin must be ours.',
  );
}
