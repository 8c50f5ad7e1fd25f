import type { Queryable } from '../core/prisma.ts';

/** Keeps when an admin first signed in with Microsoft. */
export async function noteAdminSignIn(db: Queryable, now: Date): Promise<void> {
  await db.connection.updateMany({ where: { id: 1, adminSignedInAt: null }, data: { adminSignedInAt: now } });
}

/** Whether an admin has ever signed in with Microsoft. */
export async function hasAdminSignedIn(db: Queryable): Promise<boolean> {
  return (await db.connection.count({ where: { id: 1, adminSignedInAt: { not: null } } })) > 0;
}
