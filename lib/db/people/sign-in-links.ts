import type { Queryable } from '../core/prisma.ts';

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
