import type { EntraUser } from '#lib/domain/azure/entra-user';
import type { Queryable } from '../core/prisma.ts';

/** What Entra answered about users that were looked up since a time. */
export async function findEntraUsers(
  db: Queryable,
  principalNames: readonly string[],
  since: Date,
): Promise<Map<string, EntraUser>> {
  if (principalNames.length === 0) return new Map();
  const rows = await db.entraUser.findMany({
    where: { userPrincipalName: { in: [...principalNames] }, lookedUpAt: { gte: since } },
  });
  return new Map(rows.map(({ userPrincipalName, ...user }) => [userPrincipalName, user]));
}

/** Keeps object ids (null: no such user), and since when a user is unknown; returns what is known now. */
export async function storeEntraUsers(
  db: Queryable,
  users: ReadonlyMap<string, string | null>,
  now: Date,
): Promise<Map<string, EntraUser>> {
  if (users.size === 0) return new Map();
  const rows = [...users].map(([upn, objectId]) => ({ upn, objectId }));
  const stored = await db.$queryRaw<(EntraUser & { userPrincipalName: string })[]>`
    INSERT INTO entra_users AS e (user_principal_name, object_id, looked_up_at, unknown_since)
    SELECT r.upn, r."objectId", ${now}, CASE WHEN r."objectId" IS NULL THEN ${now}::timestamptz END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(upn text, "objectId" uuid)
    ORDER BY r.upn
    ON CONFLICT (user_principal_name)
      DO UPDATE SET object_id = excluded.object_id, looked_up_at = excluded.looked_up_at,
        unknown_since = CASE WHEN excluded.object_id IS NULL THEN coalesce(e.unknown_since, excluded.unknown_since) END
    RETURNING user_principal_name AS "userPrincipalName", object_id AS "objectId", looked_up_at AS "lookedUpAt",
      unknown_since AS "unknownSince"`;
  return new Map(stored.map(({ userPrincipalName, ...user }) => [userPrincipalName, user]));
}

/** Forgets what was looked up before a time: the object id of a user may be another one now. */
export async function forgetEntraUsers(
  db: Queryable,
  principalNames: readonly string[],
  before: Date,
): Promise<void> {
  await db.entraUser.deleteMany({
    where: { userPrincipalName: { in: [...principalNames] }, lookedUpAt: { lt: before } },
  });
}

/** Deletes at most `limit` look-ups of users made before a time; returns how many. */
export async function pruneEntraUsers(db: Queryable, before: Date, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM entra_users WHERE user_principal_name = ANY(ARRAY(
      SELECT user_principal_name FROM entra_users WHERE looked_up_at < ${before} LIMIT ${limit}))`;
}
