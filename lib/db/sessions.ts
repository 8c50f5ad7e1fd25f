import type { Queryable } from './database.ts';

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

export async function findSession(db: Queryable, tokenHash: string): Promise<StoredSession | null> {
  return db.session.findUnique({ where: { tokenHash } });
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
