import { v7 as uuidv7 } from 'uuid';
import { nameKeyOf } from '#lib/domain/text/name-key';
import type { RowReader } from '../core/database.ts';
import { lookUpByIds } from '../core/plan-hints.ts';
import { escapeLike, Prisma, type Queryable, type Transaction } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

/** The tags of device `d`, by name; a device without any is not looked up. */
export const tagsOfRow = `CASE WHEN d.tagged THEN ARRAY(
  SELECT g.name FROM device_tags t JOIN tags g ON g.id = t.tag_id WHERE t.device_id = d.id ORDER BY g.key COLLATE "C")
  ELSE '{}' END`;

/** Locks devices in the order of their ids, and returns the tags of each that exists. */
export async function lockTags(tx: Transaction, ids: readonly string[]): Promise<Map<string, string[]>> {
  await lookUpByIds(tx);
  await tx.$queryRaw`SELECT 1 FROM devices d WHERE d.id = ANY(${ids}::uuid[]) ORDER BY d.id FOR UPDATE`;
  const rows = await tx.$queryRaw<{ id: string; tags: string[] }[]>`
    SELECT d.id, ${Prisma.raw(tagsOfRow)} AS tags FROM devices d WHERE d.id = ANY(${ids}::uuid[]) ORDER BY d.id`;
  return new Map(rows.map(({ id, tags }) => [id, tags]));
}

export interface TagChange {
  deviceId: string;
  /** Names; of the same key where the tag is known by another spelling */
  before: readonly string[];
  after: readonly string[];
}

/**
 * Writes the tags of locked devices, and returns the names that the tags have, by their keys: the first spelling stays.
 * The tags are locked in the order of their keys, after the devices, by whoever writes.
 */
export async function writeTags(
  tx: Transaction,
  changes: readonly TagChange[],
): Promise<Map<string, string>> {
  const added = changes.flatMap((change) => missing(change.deviceId, change.after, change.before));
  const removed = changes.flatMap((change) => missing(change.deviceId, change.before, change.after));
  const names = new Map([...added, ...removed].map(({ key, name }) => [key, name]));
  const keys = [...names.keys()].toSorted();
  const rows = keys.map((key) => ({ id: uuidv7(), key, name: names.get(key) }));
  const tags = await tx.$queryRaw<{ id: string; key: string; name: string }[]>`
    INSERT INTO tags (id, key, name, devices)
    SELECT r.id, r.key, r.name, 0
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, key text, name text) ORDER BY r.key COLLATE "C"
    ON CONFLICT (key) DO UPDATE SET devices = tags.devices RETURNING id, key, name`;
  const idOf = new Map(tags.map(({ id, key }) => [key, id]));
  const pairs = (list: typeof added) => ({
    tags: list.map(({ key }) => idOf.get(key) ?? ''),
    devices: list.map(({ deviceId }) => deviceId),
  });
  const [put, taken] = [pairs(added), pairs(removed)];
  await tx.$executeRaw`
    INSERT INTO device_tags (tag_id, device_id)
    SELECT * FROM unnest(${put.tags}::uuid[], ${put.devices}::uuid[]) ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    DELETE FROM device_tags t USING unnest(${taken.tags}::uuid[], ${taken.devices}::uuid[]) AS r(tag_id, device_id)
    WHERE t.tag_id = r.tag_id AND t.device_id = r.device_id`;
  await countTagged(tx, { put: put.tags, taken: taken.tags });
  const ids = changes.map(({ deviceId }) => deviceId);
  const tagged = changes.map(({ after }) => after.length > 0);
  await tx.$executeRaw`
    UPDATE devices d SET tagged = r.tagged FROM unnest(${ids}::uuid[], ${tagged}::boolean[]) AS r(id, tagged)
    WHERE d.id = r.id AND d.tagged <> r.tagged`;
  publishChange(tx, { devices: ids });
  return new Map(tags.map(({ key, name }) => [key, name]));
}

/** Of locked tags. One that no device has is forgotten, and may be written otherwise next time. */
async function countTagged(tx: Transaction, { put, taken }: { put: string[]; taken: string[] }) {
  await tx.$executeRaw`
    UPDATE tags g SET devices = g.devices + n.change FROM (
      SELECT id, sum(one)::integer AS change FROM (
        SELECT unnest(${put}::uuid[]) AS id, 1 AS one UNION ALL SELECT unnest(${taken}::uuid[]), -1) each
      GROUP BY id) n
    WHERE g.id = n.id`;
  await tx.$executeRaw`DELETE FROM tags WHERE id = ANY(${taken}::uuid[]) AND devices = 0`;
}

function missing(deviceId: string, wanted: readonly string[], others: readonly string[]) {
  const known = new Set(others.map(nameKeyOf));
  return wanted.flatMap((name) => {
    const key = nameKeyOf(name);
    return known.has(key) ? [] : [{ deviceId, key, name }];
  });
}

/** Tags of the most devices, by name; `q`: those with this in their name. */
export async function selectTags(
  db: RowReader,
  { q, limit }: { q: string | undefined; limit: number },
): Promise<{ name: string; devices: number }[]> {
  const part = q === undefined ? Prisma.empty : Prisma.sql`WHERE key LIKE ${`%${escapeLike(nameKeyOf(q))}%`}`;
  return db.rows(Prisma.sql`
    SELECT name, devices FROM (
      SELECT key, name, devices FROM tags ${part} ORDER BY devices DESC, key LIMIT ${Prisma.raw(String(limit))}) most
    ORDER BY key`);
}

const noteColumns = Prisma.raw(
  `n.id, n.text, n.owner_key AS "ownerKey", n.author, n.created_at AS "createdAt", n.edited_at AS "editedAt"`,
);

export interface NoteRow {
  id: string;
  text: string;
  ownerKey: string;
  author: string;
  createdAt: Date;
  editedAt: Date | null;
}

/** A device's notes after a position, newest first. */
export async function selectNotes(
  db: Queryable,
  deviceId: string,
  after: { value: string; id: string } | null,
  limit: number,
): Promise<NoteRow[]> {
  const start =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (n.created_at, n.id) < (${after.value}::timestamptz, ${after.id}::uuid)`;
  return db.$queryRaw<NoteRow[]>`
    SELECT ${noteColumns}
    FROM device_notes n WHERE n.device_id = ${deviceId}::uuid ${start}
    ORDER BY n.created_at DESC, n.id DESC LIMIT ${limit}`;
}

/** Locks a note of a device; null: there is none. */
export async function lockNote(tx: Transaction, deviceId: string, id: string): Promise<NoteRow | null> {
  const [row] = await tx.$queryRaw<NoteRow[]>`
    SELECT ${noteColumns}
    FROM device_notes n WHERE n.id = ${id}::uuid AND n.device_id = ${deviceId}::uuid FOR UPDATE`;
  return row ?? null;
}
