import type { Database } from '../db/database.ts';
import type { Actor, CallerOrigin } from '../domain/actor.ts';
import type { Scope } from '../domain/scope.ts';
import { TenkoError } from '../errors.ts';
import { authenticateByKey } from './authenticate-by-key.ts';
import { Refusal } from './refusal.ts';
import { sessionOf } from './session.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Proof that a request may do what its route says. Only `authenticate` makes one. */
export interface Authority {
  readonly actor: Actor;
  /** The feed of the key; null: a session, or a key without one */
  readonly feed: string | null;
  readonly scopes: readonly Scope[];
  /** When a key's own time is over; null: never, or a session */
  readonly endsAt: Date | null;
  /** May do what admins may, beyond what the route asks for */
  readonly isAdmin: boolean;
}

export interface Credentials {
  method: string;
  authorization: string | null;
  cookie: string | null;
  origin: string | null;
  /** Origins under which Tenko is reached */
  ownOrigins: readonly string[];
  requestId: string;
  from: CallerOrigin;
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
  const { authorization, requestId, from } = request;
  if (authorization !== null) return authenticateByKey(db, wanted, { authorization, requestId, from }, now);
  const session = await sessionOf(db, readSessionCookie(request.cookie), now);
  if (session === null)
    throw new TenkoError('not_authenticated', 'Sign in, or send an API key as a bearer token.');
  const actor: Actor = { kind: 'admin', name: session.name, requestId, from };
  refuseForeignOrigin(request, actor);
  if (wanted === 'check-ins:write') {
    const words = 'Check-ins are taken from feeds: use an API key with check-ins:write.';
    throw new Refusal('not_authorized', words, actor);
  }
  return { actor, feed: null, scopes: ['admin'], endsAt: null, isAdmin: true };
}

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** A page of another site must not act with an admin's cookie. */
export function refuseForeignOrigin(
  request: Pick<Credentials, 'method' | 'origin' | 'ownOrigins'>,
  actor: Actor,
): void {
  if (safeMethods.includes(request.method)) return;
  if (request.origin !== null && request.ownOrigins.includes(request.origin)) return;
  const words = 'A session may change things from its own pages only: Origin must be ours.';
  throw new Refusal('wrong_origin', words, actor);
}
