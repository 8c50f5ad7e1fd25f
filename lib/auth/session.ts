import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#lib/db/core/database';
import type { Queryable } from '#lib/db/core/prisma';
import { recordAudit } from '#lib/db/people/audit';
import {
  deleteSession,
  findSession,
  insertSession,
  type StoredSession,
  touchSession,
} from '#lib/db/people/sessions';
import { noteAdminSignIn } from '#lib/db/people/sign-ins';
import { type Actor, type CallerOrigin, type Owner, personOwner } from '#lib/domain/people/actor';
import { recentCredentials, recentOr } from './recent-credentials.ts';
import { hashOf, newSecret } from './secrets.ts';

/** How long a session lasts, in ms. */
export interface SessionLimits {
  /** Without use */
  idleMs: number;
  /** In any case: then roles are read again */
  lifetimeMs: number;
}

/** Written at most this often, so that reading pages does not write a row each time. */
const touchEveryMs = 60_000;

/** Somebody who is signed in. */
export type Session = Omit<StoredSession, 'tokenHash'>;

/** The session of a cookie; null: none, ended, or its time is over. */
export async function sessionOf(
  db: Database,
  secret: string | undefined,
  { now, limits, isRecheck = false }: { now: Date; limits: SessionLimits; isRecheck?: boolean },
): Promise<Session | null> {
  if (secret === undefined || secret === '') return null;
  const hash = hashOf(secret);
  const { sessions } = recentCredentials(db);
  const row = await recentOr(sessions, hash, () => findSession(db, hash));
  if (row === null || row.expiresAt <= now) return null;
  const idle = now.getTime() - row.lastSeenAt.getTime();
  if (idle > limits.idleMs) return null;
  const { tokenHash, ...session } = row;
  if (idle > touchEveryMs && !isRecheck) {
    await touchSession(db.pool, tokenHash, now);
    sessions.delete(hash);
  }
  return session;
}

/** The name that a person acts under. */
export function personName({ name, username }: Pick<Session, 'name' | 'username'>): string {
  return username ?? name;
}

/** Whom a person's views and preferences belong to. */
export function ownerOf(session: Pick<Session, 'name' | 'username' | 'userId'>): Owner {
  return personOwner({ userId: session.userId, name: personName(session) });
}

/** A person as the audit log names them. */
export function actorOf(
  session: Pick<Session, 'name' | 'username' | 'userId'>,
  call: Pick<Actor, 'requestId' | 'from'>,
): Actor {
  return { kind: 'admin', name: personName(session), id: session.userId, ...call };
}

/** What a sign-in knows of the request. */
export interface SignInContext {
  now: Date;
  requestId: string;
  limits: SessionLimits;
  /** The secret of the session that the browser had before: it ends */
  replaces: string | undefined;
  from: CallerOrigin;
}

type Person = Pick<StoredSession, 'name' | 'username' | 'roles' | 'method' | 'userId' | 'tenantId'>;

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
  if (person.roles.includes('admin') && person.method === 'entra') await noteAdminSignIn(tx, now);
  const details = { by: person.method, role: person.roles.join(', ') };
  const actor = actorOf(person, { requestId, from });
  await recordAudit(tx, { actor, action: 'session.sign_in', target: null, details, now });
  return { ...person, secret, expiresAt };
}
