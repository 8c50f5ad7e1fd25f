import type { Person } from '#lib/domain/people/person';
import type { RowReader } from '../core/database.ts';
import { escapeLike, Prisma, type Queryable } from '../core/prisma.ts';
import { tagsOfRow } from '../devices/device-tags.ts';
import type { PersonalPlace } from './personal-places.ts';

/** A row of a table under the names of its columns */
export type PersonalRow = Record<string, unknown>;

interface PersonalPart {
  /** Rows that may name the person: letter by letter, so that parts of other words are among them */
  rows: PersonalRow[];
  /** Where the next part starts; null: nothing is left */
  next: string | null;
}

/** Walks one part of a table by its primary key. No index knows whom a text names: every row is looked at. */
export async function readPersonalPart(
  db: RowReader,
  place: PersonalPlace,
  person: Person,
  { after, madeSince = null }: { after: string | null; madeSince?: Date | null },
): Promise<PersonalPart> {
  const { key, type, table } = raw(place);
  const beyond = after === null ? Prisma.sql`true` : Prisma.sql`t.${key} > ${after}::${type}`;
  const [end] = await db.rows<{ key: string }>(Prisma.sql`
    SELECT t.${key}::text AS key FROM ${table} t WHERE ${beyond}
    ORDER BY t.${key} OFFSET ${place.atOnce - 1}::integer LIMIT 1`);
  const within = end === undefined ? beyond : Prisma.sql`${beyond} AND t.${key} <= ${end.key}::${type}`;
  const young = madeSince === null ? Prisma.empty : Prisma.sql`AND t.created_at >= ${madeSince}`;
  const rows = await db.rows<{ row: PersonalRow }>(Prisma.sql`
    SELECT to_jsonb(t) AS row FROM ${table} t
    WHERE ${within} ${young} AND (${mayName(place, person)}) ORDER BY t.${key}`);
  return { rows: rows.map(({ row }) => row), next: end?.key ?? null };
}

/** Locks rows in the order of their keys and reads them as they are now. */
export async function lockPersonalRows(
  tx: Queryable,
  place: PersonalPlace,
  keys: readonly string[],
): Promise<PersonalRow[]> {
  const { key, type, table } = raw(place);
  const rows = await tx.$queryRaw<{ row: PersonalRow }[]>`
    SELECT to_jsonb(t) AS row FROM ${table} t WHERE t.${key} = ANY(${keys}::text[]::${type}[])
    ORDER BY t.${key} FOR UPDATE`;
  return rows.map(({ row }) => row);
}

/** Writes the personal columns of locked rows. */
export async function writePersonalRows(
  tx: Queryable,
  place: PersonalPlace,
  rows: readonly PersonalRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const { key, type, table } = raw(place);
  const columns = Object.entries(place.columns).filter(([name]) => name !== place.key);
  const record = Prisma.raw(columns.map(([name, of]) => `"${name}" ${of}`).join(', '));
  const assigned = Prisma.raw(columns.map(([name]) => `"${name}" = r."${name}"`).join(', '));
  await tx.$executeRaw`
    UPDATE ${table} t SET ${assigned}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(${key} ${type}, ${record})
    WHERE t.${key} = r.${key}`;
}

export async function deletePersonalRows(
  tx: Queryable,
  place: PersonalPlace,
  keys: readonly string[],
): Promise<void> {
  const { key, type, table } = raw(place);
  await tx.$executeRaw`DELETE FROM ${table} t WHERE t.${key} = ANY(${keys}::text[]::${type}[])`;
}

function raw({ key, keyType, table }: PersonalPlace) {
  return { key: Prisma.raw(`"${key}"`), type: Prisma.raw(keyType), table: Prisma.raw(`"${table}"`) };
}

function mayName({ columns, typed }: PersonalPlace, person: Person): Prisma.Sql {
  const words = [...person.principalNames, ...person.azureUserIds, ...(typed ? person.displayNames : [])];
  const patterns = patternsOf(words);
  const each = Object.keys(columns).map(
    (name) => Prisma.sql`t.${Prisma.raw(`"${name}"`)}::text ILIKE ANY(${patterns})`,
  );
  return Prisma.join(each, ' OR ');
}

/** Texts as they are, in JSON, in JSON within JSON, and in an address. */
export function patternsOf(words: readonly string[]): string[] {
  const json = (word: string) => JSON.stringify(word).slice(1, -1);
  const written = words.flatMap((word) => [word, json(word), json(json(word)), encodeURIComponent(word)]);
  return [...new Set(written)].map((word) => `%${escapeLike(word)}%`);
}

/** What is kept of a device, by when it was: each has an index that begins with the device. */
const histories = {
  checkIns: { table: 'check_ins', time: 'checked_in_at', tie: 'id' },
  entraReadings: { table: 'entra_readings', time: 'at', tie: 'device_id' },
  reports: { table: 'reports', time: 'created_at', tie: 'id' },
  notes: { table: 'device_notes', time: 'created_at', tie: 'id' },
} as const;
export type DeviceHistory = keyof typeof histories;

/** From a time on, and up to one; null: without end. ISO 8601 */
export interface Period {
  from: string | null;
  to: string | null;
}

interface HistoryPosition {
  at: string;
  tie: string;
}

/** A page of what happened to a device in a period, the oldest first. */
export async function readDeviceHistory(
  db: RowReader,
  history: DeviceHistory,
  { deviceId, period, after, limit }: HistoryQuery,
): Promise<{ rows: PersonalRow[]; next: HistoryPosition | null }> {
  const { table, time, tie } = histories[history];
  const [at, by] = [Prisma.raw(`t."${time}"`), Prisma.raw(`t."${tie}"`)];
  const beyond =
    after === null
      ? Prisma.sql`${at} >= coalesce(${period.from}::timestamptz, '-infinity')`
      : Prisma.sql`(${at}, ${by}) > (${after.at}::timestamptz, ${after.tie}::uuid)`;
  const found = await db.rows<{ row: PersonalRow; at: string; tie: string }>(Prisma.sql`
    SELECT to_jsonb(t) AS row, ${at} AS at, ${by}::text AS tie FROM ${Prisma.raw(table)} t
    WHERE t.device_id = ${deviceId}::uuid AND ${beyond} AND ${at} <= coalesce(${period.to}::timestamptz, 'infinity')
    ORDER BY ${at}, ${by} LIMIT ${limit}::integer`);
  const last = found.at(-1);
  const next = last === undefined || found.length < limit ? null : { at: last.at, tie: last.tie };
  return { rows: found.map(({ row }) => row), next };
}

interface HistoryQuery {
  deviceId: string;
  period: Period;
  after: HistoryPosition | null;
  limit: number;
}

/** Devices as they are now, in the order of their ids. */
export async function readDeviceRows(db: RowReader, ids: readonly string[]): Promise<PersonalRow[]> {
  const found = await db.rows<{ row: PersonalRow }>(Prisma.sql`
    SELECT to_jsonb(d) - 'facet' - 'tagged' || jsonb_build_object('tags', ${Prisma.raw(tagsOfRow)}) AS row FROM devices d WHERE d.id = ANY(${ids}::uuid[]) ORDER BY d.id`);
  return found.map(({ row }) => row);
}

/** What bulk actions did with devices: a look at each action's own index for each device. */
export async function readBulkItems(db: RowReader, ids: readonly string[]): Promise<PersonalRow[]> {
  const found = await db.rows<{ row: PersonalRow }>(Prisma.sql`
    SELECT to_jsonb(i) || jsonb_build_object('kind', b.kind, 'created_at', b.created_at) AS row
    FROM bulk_actions b JOIN bulk_items i ON i.bulk_action_id = b.id AND i.device_id = ANY(${ids}::uuid[])
    ORDER BY b.id, i.device_id`);
  return found.map(({ row }) => row);
}

/** Entra’s objects of devices, under the names that Entra has for them. */
export async function readEntraObjects(db: RowReader, ids: readonly string[]): Promise<PersonalRow[]> {
  const found = await db.rows<{ row: PersonalRow }>(Prisma.sql`
    SELECT DISTINCT ON (o.object_id) to_jsonb(o) AS row FROM devices d
    JOIN entra_objects o ON o.azure_device_id = d.azure_device_id
    WHERE d.id = ANY(${ids}::uuid[]) ORDER BY o.object_id`);
  return found.map(({ row }) => row);
}

/** Entra has the names, too, and a change there brings them back. */
export async function forgetEntraNames(tx: Queryable, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE entra_objects o SET name = NULL FROM devices d
    WHERE d.id = ANY(${ids}::uuid[]) AND o.azure_device_id = d.azure_device_id AND o.name IS NOT NULL`;
}
