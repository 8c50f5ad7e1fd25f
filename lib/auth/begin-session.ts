import { v7 as uuidv7 } from 'uuid';
import type { Queryable } from '#lib/db/core/prisma';
import { recordAudit } from '#lib/db/people/audit';
import { deleteSession, insertSession, type StoredSession } from '#lib/db/people/sessions';
import { noteAdminSignIn } from '#lib/db/people/sign-ins';
import type { CallerOrigin } from '#lib/domain/people/actor';
import { hashOf, newSecret } from './secrets.ts';
import { actorOf, type SessionLimits } from './session.ts';

/** What a sign-in knows of the request. */
export interface SignInContext {
  now: Date;
  requestId: string;
  limits: SessionLimits;
  /** The secret of the session that the browser had before: it ends */
  replaces: string | undefined;
  from: CallerOrigin;
}

type Person = Pick<StoredSession, 'name' | 'username' | 'role' | 'method' | 'userId' | 'tenantId'>;

export interface BegunSession extends Person {
  /** For the cookie; stored as its hash only */
  secret: string;
  expiresAt: Date;
}

/** Always a new secret: what a browser brought along is never taken over. */
export async function beginSession(
  tx: Queryable,
  person: Person,
  { now, requestId, limits, replaces, from }: SignInContext,
): Promise<BegunSession> {
  const secret = newSecret();
  const expiresAt = new Date(now.getTime() + limits.lifetimeMs);
  if (replaces) await deleteSession(tx, hashOf(replaces));
  await insertSession(tx, {
    ...person,
    id: uuidv7(),
    tokenHash: hashOf(secret),
    userAgent: from.userAgent,
    createdAt: now,
    lastSeenAt: now,
    expiresAt,
  });
  if (person.role === 'admin' && person.method === 'entra') await noteAdminSignIn(tx, now);
  const details = { by: person.method, role: person.role };
  const actor = actorOf(person, { requestId, from });
  await recordAudit(tx, { actor, action: 'session.sign_in', target: null, details, now });
  return { ...person, secret, expiresAt };
}
