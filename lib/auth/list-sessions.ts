import type { Database } from '#lib/db/core/database';
import { listLiveSessions, type StoredSession } from '#lib/db/people/sessions';
import type { SessionPage, SessionQuery } from '../contract/session.ts';
import { TenkoError } from '../errors.ts';
import type { Authority } from './authenticate.ts';
import type { SessionLimits } from './session.ts';

/** One's own sessions, newest first; everyone's for admins. A key has none of its own. */
export async function listSessions(
  db: Database,
  { of, limit, cursor }: SessionQuery,
  { session, isAdmin }: Pick<Authority, 'session' | 'isAdmin'>,
  { now, limits }: { now: Date; limits: SessionLimits },
): Promise<SessionPage> {
  if (of === 'everyone' && !isAdmin) {
    throw new TenkoError('not_authorized', 'Only admins can see the sessions of others.');
  }
  if (of === 'me' && session === null) return { items: [], nextCursor: null };
  const rows = await listLiveSessions(db.pool, {
    owner: of === 'everyone' ? null : session,
    seenSince: new Date(now.getTime() - limits.idleMs),
    after: cursor ?? null,
    limit: limit + 1,
    now,
  });
  const items = rows.slice(0, limit).map((row) => shown(row, session?.id));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

function shown(row: StoredSession, current: string | undefined): SessionPage['items'][number] {
  const { id, name, username, role, method, userAgent, createdAt, lastSeenAt, expiresAt } = row;
  return {
    id,
    name,
    username,
    role,
    method,
    userAgent,
    current: id === current,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
