import type { Person } from '#lib/domain/people/person';
import type { RowReader } from '../core/database.ts';
import { escapeLike, Prisma, type Queryable } from '../core/prisma.ts';
import type { PersonalPlace } from './personal-places.ts';

/** A row of a table under the names of its columns */
export type PersonalRow = Record<string, unknown>;

export interface PersonalPart {
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

/** Texts as they stand, in JSON, in JSON within JSON, and in an address. */
export function patternsOf(words: readonly string[]): string[] {
  const json = (word: string) => JSON.stringify(word).slice(1, -1);
  const written = words.flatMap((word) => [word, json(word), json(json(word)), encodeURIComponent(word)]);
  return [...new Set(written)].map((word) => `%${escapeLike(word)}%`);
}
