import type { SignInMethod } from '#lib/domain/people/entra-sign-in';
import { neededRoles, type Role } from '#lib/domain/people/scope';
import type { RowReader } from '../core/database.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';

export interface StoredSession {
  id: string;
  tokenHash: string;
  name: string;
  username: string | null;
  /** The fewest that say what the person may do; never empty */
  roles: readonly Role[];
  method: SignInMethod;
  /** Entra's object id and tenant; null: by a one-time link */
  userId: string | null;
  tenantId: string | null;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

/** Sessions of one person. Those by a link are one person's for each role that links give, who has its name. */
export type SessionOwner = Pick<StoredSession, 'method' | 'name' | 'userId' | 'tenantId'>;

/** An auditor is a viewer with a mark: so earlier versions, which know no auditors, let them read and no more. */
const toRow = ({ roles, ...session }: StoredSession) => ({
  ...session,
  role: storedRoles.find((role) => roles.includes(role)) ?? ('viewer' as const),
  auditor: roles.includes('auditor'),
});
const storedRoles = ['admin', 'operator', 'viewer'] as const satisfies Role[];

function fromRow<Row extends { role: Role; auditor: boolean }>({ role, auditor, ...row }: Row) {
  return { ...row, roles: neededRoles(auditor ? [role, 'auditor'] : [role]) };
}

export async function insertSession(db: Queryable, session: StoredSession): Promise<void> {
  await db.session.create({ data: toRow(session) });
}

export async function findSession(db: RowReader, tokenHash: string): Promise<StoredSession | null> {
  const [row] = await db.rows<SessionTexts>(
    Prisma.sql`SELECT id, token_hash AS "tokenHash", name, username, role, auditor, method, user_id AS "userId",
        tenant_id AS "tenantId", user_agent AS "userAgent", created_at AS "createdAt", last_seen_at AS "lastSeenAt",
        expires_at AS "expiresAt"
      FROM sessions WHERE token_hash = ${tokenHash}`,
    { prepared: true },
  );
  if (row === undefined) return null;
  return {
    ...fromRow(row),
    createdAt: new Date(row.createdAt),
    lastSeenAt: new Date(row.lastSeenAt),
    expiresAt: new Date(row.expiresAt),
  };
}

type Time = 'createdAt' | 'lastSeenAt' | 'expiresAt';
type SessionTexts = Omit<StoredSession, Time | 'roles'> &
  Record<Time, string> & { role: Role; auditor: boolean };

/** Sessions that can still be used, newest first; `after`: the id of the last one that was seen. */
export async function listLiveSessions(
  db: Queryable,
  { owner, seenSince, after, limit, now }: LiveSessions,
): Promise<StoredSession[]> {
  const rows = await db.session.findMany({
    where: {
      ...(owner === null ? {} : ofOwner(owner)),
      ...(after === null ? {} : { id: { lt: after } }),
      expiresAt: { gt: now },
      lastSeenAt: { gte: seenSince },
    },
    orderBy: { id: 'desc' },
    take: limit,
  });
  return rows.map(fromRow);
}

interface LiveSessions {
  /** Null: everyone's */
  owner: SessionOwner | null;
  seenSince: Date;
  after: string | null;
  limit: number;
  now: Date;
}

export async function touchSession(db: Queryable, tokenHash: string, now: Date): Promise<void> {
  await db.session.updateMany({ where: { tokenHash }, data: { lastSeenAt: now } });
}

/** Ends a session by its secret. Null: there was none. */
export async function deleteSession(db: Queryable, tokenHash: string): Promise<StoredSession | null> {
  const session = await db.session.findUnique({ where: { tokenHash } });
  const { count } = await db.session.deleteMany({ where: { tokenHash } });
  return count === 0 || session === null ? null : fromRow(session);
}

/** Ends a session by its id; with an owner, only one of theirs. Null: there was none. */
export async function deleteSessionById(
  db: Queryable,
  id: string,
  owner: SessionOwner | null,
): Promise<StoredSession | null> {
  const where = { id, ...(owner === null ? {} : ofOwner(owner)) };
  const session = await db.session.findFirst({ where });
  const { count } = await db.session.deleteMany({ where });
  return count === 0 || session === null ? null : fromRow(session);
}

export function isOwner(owner: SessionOwner, session: SessionOwner): boolean {
  return Object.entries(ofOwner(owner)).every(
    ([name, value]) => session[name as keyof SessionOwner] === value,
  );
}

function ofOwner({ method, name, userId, tenantId }: SessionOwner): Partial<SessionOwner> {
  return method === 'link' ? { method, name } : { method, userId, tenantId };
}

/** Links, attempts, sessions and counted minutes whose time is over. */
export async function pruneSignIns(db: Queryable, now: Date): Promise<void> {
  await db.session.deleteMany({ where: { expiresAt: { lt: now } } });
  await db.rateLimit.deleteMany({ where: { expire: { lt: now.getTime() } } });
  await db.signInAttempt.deleteMany({ where: { expiresAt: { lt: now } } });
  await db.signInLink.deleteMany({ where: { expiresAt: { lt: now } } });
}
