import type { RefusedPerson } from '#lib/domain/people/sign-in-problem';
import type { Queryable } from '../core/prisma.ts';

export async function insertSignInAttempt(
  db: Queryable,
  attempt: { tokenHash: string; returnTo: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await db.signInAttempt.create({ data: attempt });
}

/** Uses an attempt up. Null: there is none, it was used, or its time is over. */
export async function takeSignInAttempt(
  db: Queryable,
  tokenHash: string,
  now: Date,
): Promise<{ returnTo: string } | null> {
  const rows = await db.signInAttempt.updateManyAndReturn({
    where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
    select: { returnTo: true },
  });
  return rows[0] ?? null;
}

/** Keeps for the page who was turned away. */
export async function noteRefusedPerson(
  db: Queryable,
  tokenHash: string,
  { name, username }: RefusedPerson,
): Promise<void> {
  await db.signInAttempt.updateMany({
    where: { tokenHash },
    data: { refusedName: name, refusedUsername: username },
  });
}

/** Who was turned away by this attempt, while it is remembered. */
export async function findRefusedPerson(
  db: Queryable,
  tokenHash: string,
  now: Date,
): Promise<RefusedPerson | null> {
  const row = await db.signInAttempt.findUnique({ where: { tokenHash, expiresAt: { gt: now } } });
  return row?.refusedName == null ? null : { name: row.refusedName, username: row.refusedUsername };
}

export async function insertSignInLink(
  db: Queryable,
  link: { tokenHash: string; createdAt: Date; expiresAt: Date },
) {
  await db.signInLink.create({ data: link });
}

/** Uses a link up. False: there is none, it was used, or its time is over. */
export async function takeSignInLink(db: Queryable, tokenHash: string, now: Date): Promise<boolean> {
  const { count } = await db.signInLink.updateMany({
    where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count === 1;
}

/** Keeps when an admin first signed in with Microsoft. */
export async function noteAdminSignIn(db: Queryable, now: Date): Promise<void> {
  await db.connection.updateMany({ where: { id: 1, adminSignedInAt: null }, data: { adminSignedInAt: now } });
}

/** Whether an admin has ever signed in with Microsoft. */
export async function hasAdminSignedIn(db: Queryable): Promise<boolean> {
  return (await db.connection.count({ where: { id: 1, adminSignedInAt: { not: null } } })) > 0;
}
