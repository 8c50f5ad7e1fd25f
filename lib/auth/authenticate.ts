import type { Database } from '#lib/db/core/database';
import type { Actor, CallerOrigin } from '#lib/domain/people/actor';
import type { Role } from '#lib/domain/people/role';
import { mayByRole, type Scope, scopesOfRole } from '#lib/domain/people/scope';
import { TenkoError } from '../errors.ts';
import { authenticateByKey } from './authenticate-by-key.ts';
import type { Authority } from './authority.ts';
import { Refusal } from './refusal.ts';
import { actorOf, ownerOf, sessionOf } from './session.ts';
import type { SessionLimits } from './session-limits.ts';

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
  const { role } = session;
  if (!mayByRole(role, wanted)) throw new Refusal('not_authorized', refusalOf(role, wanted), actor);
  const isAdmin = role === 'admin';
  return {
    ...{ actor, owner: ownerOf(session), feed: null, session, role },
    ...{ scopes: scopesOfRole(role), endsAt: null, isAdmin },
  };
}

function refusalOf(role: Role, wanted: Scope): string {
  return wanted === 'check-ins:write'
    ? 'Check-ins are taken from feeds: use an API key with check-ins:write.'
    : `The role ${role} does not include ${wanted}.`;
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
