import type { RowReader } from '../core/database.ts';
import type { Queryable, Transaction } from '../core/prisma.ts';
import { Prisma } from '../core/prisma.ts';
import type { ApiScope } from '../generated/enums.ts';
import type { ApiKeyModel } from '../generated/models.ts';

/** Prisma's names of scopes carry no punctuation. */
const stored = {
  'check-ins:write': 'check_ins_write',
  'devices:read': 'devices_read',
  'reports:write': 'reports_write',
  admin: 'admin',
} as const satisfies Record<string, ApiScope>;
type ScopeName = keyof typeof stored;
const named = Object.fromEntries(Object.entries(stored).map(([name, value]) => [value, name])) as Record<
  ApiScope,
  ScopeName
>;

export type StoredApiKey = Omit<ApiKeyModel, 'scopes'> & { scopes: ScopeName[] };
/** What says whether a call may be made with it */
export type ApiKeyInUse = Pick<
  StoredApiKey,
  | 'id'
  | 'firstId'
  | 'name'
  | 'feed'
  | 'hash'
  | 'scopes'
  | 'lastUsedAt'
  | 'expiresAt'
  | 'revokedAt'
  | 'replacedBy'
>;
/** Times as the text that they come in */
type Timed<T> = { [K in keyof T]: T[K] extends Date | null ? string | null : T[K] };
type NewApiKey = Pick<StoredApiKey, 'id' | 'name' | 'feed' | 'lookup' | 'hash' | 'scopes' | 'createdBy'>;
type IssuedApiKey = NewApiKey & {
  expiresAt: Date | null;
  /** Of the key that this one takes the place of */
  firstId?: string;
};

const fromRow = (row: ApiKeyModel): StoredApiKey => ({ ...row, scopes: row.scopes.map((one) => named[one]) });
const toRow = <T extends { scopes: ScopeName[] }>(key: T) => ({
  ...key,
  scopes: key.scopes.map((scope) => stored[scope]),
});

export async function insertApiKey(db: Queryable, key: IssuedApiKey, now: Date): Promise<StoredApiKey> {
  const data = { ...toRow(key), firstId: key.firstId ?? key.id, createdAt: now };
  return fromRow(await db.apiKey.create({ data }));
}

/**
 * Stores the key of the environment; one that is there already (by its lookup) gets these scopes and is valid again.
 * Returns whether that made a difference.
 */
export async function upsertManagedKey(db: Queryable, key: NewApiKey, now: Date): Promise<boolean> {
  const { id, name, feed, hash, lookup, scopes, createdBy } = toRow(key);
  const valid = { managed: true, revokedAt: null, revokedBy: null, expiresAt: null, replacedBy: null };
  const before = await db.apiKey.findUnique({ where: { lookup } });
  const first = await db.apiKey.findFirst({ where: { managed: true }, orderBy: { createdAt: 'asc' } });
  const firstId = first?.firstId ?? id;
  await db.apiKey.upsert({
    where: { lookup },
    create: { id, firstId, name, feed, hash, lookup, scopes, createdBy, createdAt: now, managed: true },
    update: { ...valid, scopes, hash, feed },
  });
  return before === null || before.revokedAt !== null || before.hash !== hash;
}

/** Ends all keys of the environment but one. Returns how many. */
export async function endManagedKeys(
  db: Queryable,
  lookup: string | null,
  by: string,
  now: Date,
): Promise<number> {
  const { count } = await db.apiKey.updateMany({
    where: { managed: true, revokedAt: null, ...(lookup === null ? {} : { lookup: { not: lookup } }) },
    data: { revokedAt: now, revokedBy: by },
  });
  return count;
}

/** Valid or not. Asked at every call with a key. */
export async function findApiKey(db: RowReader, lookup: string): Promise<ApiKeyInUse | null> {
  const [row] = await db.rows<Timed<ApiKeyInUse>>(
    Prisma.sql`SELECT id, first_id AS "firstId", name, feed, hash, scopes::text[] AS scopes, replaced_by AS "replacedBy",
        last_used_at AS "lastUsedAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"
      FROM api_keys WHERE lookup = ${lookup}`,
    { prepared: true },
  );
  if (row === undefined) return null;
  const time = (text: string | null) => (text === null ? null : new Date(text));
  const { lastUsedAt, expiresAt, revokedAt } = row;
  return { ...row, lastUsedAt: time(lastUsedAt), expiresAt: time(expiresAt), revokedAt: time(revokedAt) };
}

/** Writes when a key was used, unless another request has just done so. */
export async function touchApiKey(db: Queryable, id: string, now: Date, unlessSince: Date): Promise<void> {
  await db.apiKey.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: unlessSince } }] },
    data: { lastUsedAt: now },
  });
}

/** A key, locked against other changes; null: there is none. */
export async function lockApiKey(tx: Transaction, id: string): Promise<StoredApiKey | null> {
  await tx.$queryRaw`SELECT 1 FROM api_keys WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.apiKey.findUnique({ where: { id } });
  return row === null ? null : fromRow(row);
}

export async function changeApiKey(
  tx: Transaction,
  id: string,
  change: Partial<Pick<StoredApiKey, 'expiresAt' | 'revokedAt' | 'revokedBy' | 'replacedBy'>>,
): Promise<StoredApiKey> {
  return fromRow(await tx.apiKey.update({ where: { id }, data: change }));
}

/** Newest first, after a position. */
export async function selectApiKeys(
  db: Queryable,
  after: { createdAt: Date; id: string } | null,
  limit: number,
): Promise<StoredApiKey[]> {
  const older =
    after === null
      ? {}
      : {
          OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }],
        };
  const rows = await db.apiKey.findMany({
    where: older,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows.map(fromRow);
}
