import type { Database } from '../db/database.ts';
import { findSession, type StoredSession, touchSession } from '../db/sessions.ts';
import type { Actor } from '../domain/actor.ts';
import { recentCredentials, recentOr } from './recent-credentials.ts';
import { hashOf } from './secrets.ts';
import type { SessionLimits } from './session-limits.ts';

/** Written at most this often, so that reading pages does not write a row each time. */
const touchEveryMs = 60_000;

/** Somebody who is signed in. */
export type Session = Omit<StoredSession, 'tokenHash'>;

/** The session of a cookie; null: none, ended, or its time is over. */
export async function sessionOf(
  db: Database,
  secret: string | undefined,
  { now, limits }: { now: Date; limits: SessionLimits },
): Promise<Session | null> {
  if (secret === undefined || secret === '') return null;
  const hash = hashOf(secret);
  const { sessions } = recentCredentials(db);
  const row = await recentOr(sessions, hash, () => findSession(db, hash));
  if (row === null || row.expiresAt <= now) return null;
  const idle = now.getTime() - row.lastSeenAt.getTime();
  if (idle > limits.idleMs) return null;
  const { tokenHash, ...session } = row;
  if (idle > touchEveryMs) {
    await touchSession(db.pool, tokenHash, now);
    sessions.delete(hash);
  }
  return session;
}

/** The name that a person acts under, and that their own views bear. */
export function personName({ name, username }: Pick<Session, 'name' | 'username'>): string {
  return username ?? name;
}

/** A person as the audit log names them. */
export function actorOf(
  session: Pick<Session, 'name' | 'username' | 'userId'>,
  call: Pick<Actor, 'requestId' | 'from'>,
): Actor {
  return { kind: 'admin', name: personName(session), id: session.userId, ...call };
}
