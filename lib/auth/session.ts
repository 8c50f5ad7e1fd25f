import type { Database } from '#lib/db/core/database';
import { findSession, type StoredSession, touchSession } from '#lib/db/people/sessions';
import { type Owner, personOwner } from '#lib/domain/devices/owner';
import type { Actor } from '#lib/domain/people/actor';
import { recentCredentials, recentOr } from './recent-credentials.ts';
import { hashOf } from './secrets.ts';

/** How long a session lasts, in ms. */
export interface SessionLimits {
  /** Without use */
  idleMs: number;
  /** In any case: then roles are asked for again */
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
