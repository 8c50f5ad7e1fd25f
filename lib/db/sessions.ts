import type { Queryable, RowReader } from './database.ts';
import { Prisma } from './generated/client.ts';

export async function insertSignInLink(
  db: Queryable,
  link: { tokenHash: string; createdAt: Date; expiresAt: Date },
) {
  await db.signInLink.create({ data: link });
}

/** Uses a link up. False: there is none, it was used, or its time is over. */
export async function useSignInLink(db: Queryable, tokenHash: string, now: Date): Promise<boolean> {
  const { count } = await db.signInLink.updateMany({
    where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count === 1;
}

export interface StoredSession {
  id: string;
  tokenHash: string;
  name: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

export async function insertSession(db: Queryable, session: StoredSession): Promise<void> {
  await db.session.create({ data: session });
}

type FoundSession = Pick<StoredSession, 'id' | 'name' | 'lastSeenAt' | 'expiresAt'>;

export async function findSession(db: RowReader, tokenHash: string): Promise<FoundSession | null> {
  const [row] = await db.rows<{ id: string; name: string; lastSeenAt: string; expiresAt: string }>(
    Prisma.sql`SELECT id, name, last_seen_at AS "lastSeenAt", expires_at AS "expiresAt" FROM sessions
      WHERE token_hash = ${tokenHash}`,
    { prepared: true },
  );
  if (row === undefined) return null;
  return { ...row, lastSeenAt: new Date(row.lastSeenAt), expiresAt: new Date(row.expiresAt) };
}

export async function touchSession(db: Queryable, tokenHash: string, now: Date): Promise<void> {
  await db.session.updateMany({ where: { tokenHash }, data: { lastSeenAt: now } });
}

export async function deleteSession(db: Queryable, tokenHash: string): Promise<void> {
  await db.session.deleteMany({ where: { tokenHash } });
}

/** Links and sessions whose time is over. */
export async function pruneSignIns(db: Queryable, now: Date): Promise<void> {
  await db.session.deleteMany({ where: { expiresAt: { lt: now } } });
  await db.signInLink.deleteMany({ where: { expiresAt: { lt: now } } });
}
