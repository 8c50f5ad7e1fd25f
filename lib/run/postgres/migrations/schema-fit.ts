import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { endWith } from '#lib/run/commands/program';
import { type MigrationRow, readMigrationRows } from './migration-table.ts';
import { readMigrationNames } from './read-migrations.ts';

/** This version cannot work with the database's schema. The message is one line that says what to do. */
export class SchemaMisfit extends Error {
  override name = 'SchemaMisfit';
}

/** Throws SchemaMisfit where the database has a migration that this version does not know. */
export function refuseNewerSchema(rows: readonly MigrationRow[], known: readonly string[]): void {
  const stranger = rows.find(({ name }) => !known.includes(name));
  if (stranger === undefined) return;
  throw new SchemaMisfit(
    `A newer version of Tenko has changed this database (${stranger.name}). Install that version or a later one, or restore a backup from before the update.`,
  );
}

/** In a database whose rows a restore has loaded and not yet made safe to work with. */
export const restoreMark = 'restore_unfinished';

export async function beginRestore(client: Client): Promise<void> {
  await client.query(`CREATE TABLE ${restoreMark} (since TIMESTAMPTZ NOT NULL DEFAULT now())`);
}

export async function endRestore(client: Client): Promise<void> {
  await client.query(`DROP TABLE ${restoreMark}`);
}

/** Throws SchemaMisfit where a restore was cut off after it had loaded the rows. */
export async function refuseHalfRestored(client: Client): Promise<void> {
  const { rows } = await client.query<{ isThere: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS "isThere"',
    [restoreMark],
  );
  if (!rows[0]?.isThere) return;
  throw new SchemaMisfit(
    'A restore of this database was interrupted. Empty the database, and restore the backup again.',
  );
}

function refuseOlderSchema(rows: readonly MigrationRow[], known: readonly string[]): void {
  const applied = new Set(rows.filter(({ finished }) => finished).map(({ name }) => name));
  const missing = known.filter((name) => !applied.has(name));
  if (missing.length === 0) return;
  const what = missing.length === 1 ? missing[0] : `${missing.length} migrations, first ${missing[0]}`;
  throw new SchemaMisfit(
    `The database lacks ${what}: run "npm run db:migrate" with its DATABASE_URL, or start Tenko with "npm start".`,
  );
}

/** Throws SchemaMisfit unless the database has exactly this version's migrations; other errors where it cannot be asked. */
export async function checkSchema(databaseUrl: string): Promise<void> {
  const known = await readMigrationNames();
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await refuseHalfRestored(client);
    const rows = await readMigrationRows(client);
    refuseNewerSchema(rows, known);
    refuseOlderSchema(rows, known);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const retryMs = 1_000;

/**
 * For a process that starts without a database, too. Throws SchemaMisfit where the schema is another version's; where
 * the database cannot be asked yet it is asked again, and a misfit then ends the process with one line.
 */
export async function requireCurrentSchema(databaseUrl: string): Promise<void> {
  try {
    await checkSchema(databaseUrl);
  } catch (error) {
    if (error instanceof SchemaMisfit) throw error;
    void guardLater(databaseUrl);
  }
}

async function guardLater(databaseUrl: string): Promise<void> {
  await wait(retryMs, undefined, { ref: false });
  await requireCurrentSchema(databaseUrl).catch(endWith);
}
