import type { Database, Queryable } from './database.ts';
import { Prisma } from './generated/client.ts';
import type { ApiScope } from './generated/enums.ts';

/** Prisma's names of scopes carry no punctuation. */
const stored = {
  'check-ins:write': 'check_ins_write',
  'devices:read': 'devices_read',
  'reports:write': 'reports_write',
  admin: 'admin',
} as const satisfies Record<string, ApiScope>;
type ScopeName = keyof typeof stored;

export interface StoredApiKey {
  id: string;
  name: string;
  feed: string | null;
  lookup: string;
  hash: string;
  scopes: ScopeName[];
}

/** Stores a key; one that is there already (by its lookup) gets these scopes and is valid again. */
export async function upsertApiKey(db: Queryable, key: StoredApiKey, now: Date): Promise<void> {
  const { scopes, ...rest } = key;
  const granted = { scopes: scopes.map((scope) => stored[scope]), revokedAt: null, expiresAt: null };
  await db.apiKey.upsert({
    where: { lookup: key.lookup },
    create: { ...rest, ...granted, createdAt: now },
    update: { ...granted, hash: key.hash, feed: key.feed },
  });
}

/** A key that is neither revoked nor expired. */
export async function findApiKey(
  db: Database,
  lookup: string,
  now: Date,
): Promise<(StoredApiKey & { lastUsedAt: Date | null }) | null> {
  const [row] = await db.rows<StoredApiKey & { lastUsedAt: string | null }>(
    Prisma.sql`SELECT id, name, feed, lookup, hash, scopes::text[] AS scopes, last_used_at AS "lastUsedAt" FROM api_keys
      WHERE lookup = ${lookup} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now}::timestamptz)`,
    { prepared: true },
  );
  if (row === undefined) return null;
  return { ...row, lastUsedAt: row.lastUsedAt === null ? null : new Date(row.lastUsedAt) };
}

export async function touchApiKey(db: Queryable, id: string, now: Date): Promise<void> {
  await db.apiKey.update({ where: { id }, data: { lastUsedAt: now } });
}

/** Ends all keys of a name but one. */
export async function revokeOtherKeys(
  db: Queryable,
  { name, lookup }: { name: string; lookup: string },
  now: Date,
): Promise<void> {
  await db.apiKey.updateMany({
    where: { name, lookup: { not: lookup }, revokedAt: null },
    data: { revokedAt: now },
  });
}
