import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '#lib/paths';

export interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the file in hex, as Prisma computes it */
  checksum: string;
  /** False: the file is marked with `outsideTransaction`, and running it again is safe. */
  inTransaction: boolean;
}

export const migrationsDir = join(projectRoot, 'prisma', 'migrations');

/** The first line of a file with statements that PostgreSQL refuses in a transaction. */
export const outsideTransaction = '-- tenko: outside a transaction';

/** All migrations of a folder, in the order in which they are applied. */
export async function readMigrations(dir = migrationsDir): Promise<Migration[]> {
  const names = await readMigrationNames(dir);
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(dir, name, 'migration.sql'), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { name, sql, checksum, inTransaction: !sql.startsWith(outsideTransaction) };
    }),
  );
}

export async function readMigrationNames(dir = migrationsDir): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
