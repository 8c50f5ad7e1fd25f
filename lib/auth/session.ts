import { v7 as uuidv7 } from 'uuid';
import { recordAudit } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { deleteSession, findSession, insertSession, touchSession, useSignInLink } from '../db/sessions.ts';
import type { CallerOrigin } from '../domain/actor.ts';
import { TenkoError } from '../errors.ts';
import { hashOf, newSecret } from './secrets.ts';

const hour = 3_600_000;
/** A session ends after this long without use … */
const idleMs = 12 * hour;
/** … and after this long in any case. */
export const sessionLifetimeMs = 7 * 24 * hour;
/** Written at most this often, so that reading pages does not write a row each time. */
const touchEveryMs = 60_000;

export interface Session {
  id: string;
  name: string;
}

/** Signs in by a one-time link; answers the cookie's secret. Throws `link_invalid`. */
export async function signInByLink(
  db: Database,
  token: string,
  context: { requestId: string; from: CallerOrigin; now: Date },
): Promise<{ secret: string; expiresAt: Date; name: string }> {
  const { now, requestId, from } = context;
  const secret = newSecret();
  const expiresAt = new Date(now.getTime() + sessionLifetimeMs);
  const name = 'admin';
  await db.transaction(async (tx) => {
    if (!(await useSignInLink(tx, hashOf(token), now))) {
      throw new TenkoError('link_invalid', 'This sign-in link was used already, or its time is over.');
    }
    await insertSession(tx, {
      id: uuidv7(),
      tokenHash: hashOf(secret),
      name,
      createdAt: now,
      lastSeenAt: now,
      expiresAt,
    });
    const actor = { kind: 'admin' as const, name, requestId, from };
    await recordAudit(tx, { actor, action: 'session.sign_in', target: null, details: { by: 'link' }, now });
  });
  return { secret, expiresAt, name };
}

/** The session of a cookie; null: none, or its time is over. */
export async function sessionOf(
  db: Database,
  secret: string | undefined,
  now: Date,
): Promise<Session | null> {
  if (secret === undefined || secret === '') return null;
  const tokenHash = hashOf(secret);
  const row = await findSession(db.pool, tokenHash);
  if (row === null || row.expiresAt <= now) return null;
  const idle = now.getTime() - row.lastSeenAt.getTime();
  if (idle > idleMs) return null;
  if (idle > touchEveryMs) await touchSession(db.pool, tokenHash, now);
  return { id: row.id, name: row.name };
}

export async function signOut(db: Database, secret: string): Promise<void> {
  await deleteSession(db.pool, hashOf(secret));
}
