import type { Queryable } from './database.ts';

export async function insertSignInLink(
  db: Queryable,
  link: { tokenHash: string; createdAt: Date; expiresAt: Date },
) {
  await db.signInLink.create({ data: link });
}

/** Uses a link up. `unknown`: there never was such a link, or it is forgotten. */
export async function takeSignInLink(
  db: Queryable,
  tokenHash: string,
  now: Date,
): Promise<'used' | 'over' | 'unknown'> {
  const { count } = await db.signInLink.updateMany({
    where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (count === 1) return 'used';
  return (await db.signInLink.findUnique({ where: { tokenHash } })) === null ? 'unknown' : 'over';
}
