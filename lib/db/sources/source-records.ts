import type { Database } from '../core/database.ts';
import { joinByHash, lookedUpEach } from '../core/plan-hints.ts';
import { Prisma, type Queryable, type Transaction } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

/** A record as it was hashed. `hash`: in hexadecimal */
export interface HashedRecord {
  externalId: string;
  hash: string;
}

export interface KnownRecord {
  externalId: string;
  deviceId: string;
  /** The source says the same as before */
  isSame: boolean;
}

/** What is known of the records of a page: those that were recorded before, each looked up alone, however many there are. */
export async function findRecords(
  db: Pick<Database, 'rows'>,
  sourceId: string,
  records: readonly HashedRecord[],
): Promise<KnownRecord[]> {
  if (records.length === 0) return [];
  const externalIds = records.map(({ externalId }) => externalId);
  const hashes = records.map(({ hash }) => hash);
  return db.rows<KnownRecord>(
    Prisma.sql`
      SELECT g.external_id AS "externalId", k.device_id AS "deviceId", k.hash = decode(g.hash, 'hex') AS "isSame"
      FROM unnest(${externalIds}::text[], ${hashes}::text[]) AS g(external_id, hash)
      CROSS JOIN LATERAL (SELECT r.device_id, r.hash FROM source_records r
        WHERE r.source_id = ${sourceId}::uuid AND r.external_id = g.external_id ${lookedUpEach}) k`,
    { prepared: true },
  );
}

/** Writes what a source said of devices, each of them once; nothing if the source is gone. */
export async function putRecords(
  db: Queryable,
  sourceId: string,
  records: readonly (HashedRecord & { deviceId: string })[],
): Promise<void> {
  if (records.length === 0) return;
  await db.$executeRaw`
    WITH source AS (SELECT id FROM sources WHERE id = ${sourceId}::uuid FOR KEY SHARE)
    INSERT INTO source_records (device_id, source_id, external_id, hash)
    SELECT r."deviceId", s.id, r."externalId", decode(r.hash, 'hex')
    FROM source s, jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS r("deviceId" uuid, "externalId" text, hash text)
    ORDER BY r."deviceId"
    ON CONFLICT (device_id) DO UPDATE
      SET source_id = excluded.source_id, external_id = excluded.external_id, hash = excluded.hash`;
}

/** Devices of a feed by their external ids: those of records that cannot be recorded are at the source all the same. */
export async function findDeviceIds(
  db: Queryable,
  feed: string,
  externalIds: readonly string[],
): Promise<string[]> {
  if (externalIds.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM devices WHERE feed = ${feed} AND external_id = ANY(${externalIds}::text[])`;
  return rows.map(({ id }) => id);
}

/**
 * For EXCEPT and INTERSECT, never for a join: PostgreSQL does not know how many ids the pages have, takes them for a few, and
 * would compare each device with each of them.
 */
const seenInRun = (runId: string) =>
  Prisma.sql`SELECT s.id FROM source_run_pages p, unnest(p.device_ids) AS s(id) WHERE p.run_id = ${runId}::uuid`;

/** Devices that the feed itself calls noncompliant, and that a run has not seen, after an external id. */
export async function findUnseenNoncompliant(
  tx: Transaction,
  { feed, runId, after, limit }: { feed: string; runId: string; after: string | null; limit: number },
): Promise<string[]> {
  await joinByHash(tx);
  const rows = await tx.$queryRaw<{ externalId: string }[]>`
    SELECT d.external_id AS "externalId" FROM devices d
    WHERE d.id IN (SELECT id FROM devices
      WHERE feed = ${feed} AND verdict = 'noncompliant' AND external_id > coalesce(${after}, '')
        AND violations @? '$[*].action ? (@ == "block" || @ == "quarantine" || @ == "retire")'
      EXCEPT ${seenInRun(runId)})
    ORDER BY d.external_id LIMIT ${limit}`;
  return rows.map(({ externalId }) => externalId);
}

/** How many devices a run has seen. */
export async function countSeen(db: Queryable, runId: string): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(DISTINCT s.id)::integer AS count
    FROM source_run_pages p, unnest(p.device_ids) AS s(id) WHERE p.run_id = ${runId}::uuid`;
  return rows[0]?.count ?? 0;
}

/** Devices of a feed that are newly missing: the run has not seen them, and they are not marked. */
export async function findNewlyMissing(
  tx: Transaction,
  { feed, runId, limit }: { feed: string; runId: string; limit: number },
): Promise<string[]> {
  await joinByHash(tx);
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM devices WHERE feed = ${feed} AND missing_since IS NULL
    EXCEPT ${seenInRun(runId)} LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Devices that are marked as missing, although the run has seen them. */
export async function findFoundAgain(
  tx: Transaction,
  { feed, runId, limit }: { feed: string; runId: string; limit: number },
): Promise<string[]> {
  await joinByHash(tx);
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM devices WHERE feed = ${feed} AND missing_since IS NOT NULL
    INTERSECT ${seenInRun(runId)} LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Marks devices as missing since a time, or as found (null). Policies may say something else of them then. */
export async function setMissing(
  db: Queryable,
  ids: readonly string[],
  since: Date | null,
  now: Date,
): Promise<void> {
  publishChange(db, { devices: ids });
  await db.$executeRaw`
    WITH locked AS (SELECT id FROM devices WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE)
    UPDATE devices d SET missing_since = ${since}::timestamptz, next_evaluation_at = least(d.next_evaluation_at, ${now})
    FROM locked l WHERE d.id = l.id`;
}

/** How many devices of a feed are missing. */
export async function countMissing(db: Queryable, feed: string): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM devices WHERE feed = ${feed} AND missing_since IS NOT NULL`;
  return rows[0]?.count ?? 0;
}
