import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '#lib/paths';

/**
 * `transaction`: file and row together. `statements`: one by one, for what PostgreSQL refuses in a transaction. `backfill`: each
 * statement again and again until it changes no row, each time in a transaction of its own.
 */
type MigrationKind = 'transaction' | 'statements' | 'backfill';

export interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the file in hex, as Prisma computes it */
  checksum: string;
  kind: MigrationKind;
  /** Of a contract: versions that have this migration no longer use what is removed. Null: versions before go on working */
  contractAfter: string | null;
}

export const migrationsDir = join(projectRoot, 'prisma', 'migrations');

const mark = '-- tenko: ';
/** A line at the top of a file with statements that PostgreSQL refuses in a transaction. */
export const outsideTransaction = `${mark}outside a transaction`;
/** A line at the top of a file whose statements are repeated until they change no row. */
export const backfill = `${mark}backfill`;
/** A line at the top of a file that takes away what versions before the migration `after` need. */
export const contract = (after: string) => `${mark}contract after ${after}`;

/** All migrations of a folder, in the order in which they are applied. */
export async function readMigrations(dir = migrationsDir): Promise<Migration[]> {
  const names = await readMigrationNames(dir);
  return Promise.all(
    names.map(async (name) => readMigration(name, await readFile(join(dir, name, 'migration.sql'), 'utf8'))),
  );
}

/** Throws an Error where the top of the file says something that is not known. */
export function readMigration(name: string, sql: string): Migration {
  const checksum = createHash('sha256').update(sql).digest('hex');
  const migration: Migration = { name, sql, checksum, kind: 'transaction', contractAfter: null };
  for (const line of sql.split('\n')) {
    if (!line.startsWith(mark)) break;
    const after = /^contract after (\S+)$/.exec(line.slice(mark.length))?.[1];
    if (line === outsideTransaction) migration.kind = 'statements';
    else if (line === backfill) migration.kind = 'backfill';
    else if (after !== undefined) migration.contractAfter = after;
    else throw new Error(`The migration ${name} begins with “${line}”, which means nothing.`);
  }
  return migration;
}

export async function readMigrationNames(dir = migrationsDir): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
