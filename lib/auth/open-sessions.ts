import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import {
  deleteSession,
  deleteSessionById,
  isOwner,
  listLiveSessions,
  type StoredSession,
} from '#lib/db/people/sessions';
import type { CallerOrigin } from '#lib/domain/people/actor';
import { allows } from '#lib/domain/people/scope';
import type { SessionPage, SessionQuery } from '../contract/session.ts';
import { TenkoError } from '../errors.ts';
import type { Authority } from './authenticate.ts';
import { forgetCredentials } from './recent-credentials.ts';
import { hashOf } from './secrets.ts';
import { actorOf, personName, type SessionLimits } from './session.ts';

/** Ends one's own session, or as an admin anyone's. Throws `not_found`, also for those of others. */
export async function endSession(
  db: Database,
  id: string,
  { actor, session, isAdmin }: Authority,
  now: Date,
): Promise<{ id: string }> {
  await db.transaction(async (tx) => {
    const mayEnd = isAdmin || session !== null;
    const ended = mayEnd ? await deleteSessionById(tx, id, isAdmin ? null : session) : null;
    if (ended === null) throw new TenkoError('not_found', 'Session not found.');
    const details = { of: personName(ended), by: ended.method, role: ended.roles.join(', ') };
    await recordAudit(tx, { actor, action: 'session.end', target: id, details, now });
  });
  forgetCredentials(db);
  return { id };
}

/** Ends the session of a cookie, if there is one. */
export async function signOut(
  db: Database,
  secret: string,
  { now, ...call }: { now: Date; requestId: string; from: CallerOrigin },
): Promise<void> {
  await db.transaction(async (tx) => {
    const ended = await deleteSession(tx, hashOf(secret));
    if (ended === null) return;
    const actor = actorOf(ended, call);
    await recordAudit(tx, { actor, action: 'session.sign_out', target: ended.id, now });
  });
  forgetCredentials(db);
}

/** One's own sessions, newest first; everyone's for admins and auditors. A key has none of its own. */
export async function listSessions(
  db: Database,
  { of, limit, cursor }: SessionQuery,
  { session, scopes, isAdmin }: Pick<Authority, 'session' | 'scopes' | 'isAdmin'>,
  { now, limits }: { now: Date; limits: SessionLimits },
): Promise<SessionPage> {
  if (of === 'everyone' && !allows(scopes, 'audit:read')) {
    throw new TenkoError('not_authorized', 'Only admins and auditors can see the sessions of others.');
  }
  if (of === 'me' && session === null) return { items: [], nextCursor: null };
  const rows = await listLiveSessions(db.pool, {
    owner: of === 'everyone' ? null : session,
    seenSince: new Date(now.getTime() - limits.idleMs),
    after: cursor ?? null,
    limit: limit + 1,
    now,
  });
  const items = rows.slice(0, limit).map((row) => {
    const isOwn = session !== null && isOwner(session, row);
    return { ...shown(row), current: row.id === session?.id, endable: isOwn || isAdmin };
  });
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

function shown(row: StoredSession): Omit<SessionPage['items'][number], 'current' | 'endable'> {
  const { id, name, username, roles, method, userAgent, createdAt, lastSeenAt, expiresAt } = row;
  return {
    id,
    name,
    username,
    role: roles[0] ?? 'viewer',
    roles: [...roles],
    method,
    userAgent,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
