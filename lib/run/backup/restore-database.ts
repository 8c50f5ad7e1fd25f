import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { type Client, escapeIdentifier } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { migrate, migrationLocks } from '../commands/migrate.ts';
import { inTransaction } from '../postgres/migrations/apply-migration.ts';
import { readMigrationRows } from '../postgres/migrations/migration-table.ts';
import { type Migration, readMigrations } from '../postgres/migrations/read-migrations.ts';
import { beginRestore, endRestore } from '../postgres/migrations/schema-fit.ts';
import { withClient } from '../postgres/with-client.ts';
import { type RestoredKey, readRestoredKeys, settleAfterRestore } from './after-restore.ts';
import type { Manifest, TableInBackup } from './backup-format.ts';
import { readTables, setSequences } from './database-tables.ts';
import type { BackupKeys } from './encryption.ts';
import { UnusableBackup, walkBackup } from './read-archive.ts';

const session = (connectionString: string) => ({ connectionString, application_name: 'tenko-restore' });

interface Source {
  file: string;
  keys: BackupKeys;
  manifest: Manifest;
}

export interface Restored {
  rows: number;
  keys: RestoredKey[];
}

/** The migrations that the database of the backup had. Throws where this version does not know one of them. */
export async function migrationsOf({ migrations, tenkoVersion }: Manifest): Promise<Migration[]> {
  const known = await readMigrations();
  const names = new Set(known.map(({ name }) => name));
  if (migrations.some((name) => !names.has(name))) {
    throw new UnusableBackup(
      `The backup was made by a newer version of Tenko (${tenkoVersion}): restore it with that version or a later one.`,
    );
  }
  return known.filter(({ name }) => migrations.includes(name));
}

/** Throws one line where the database has anything of its own, or Tenko works with it. */
export async function requireEmpty(databaseUrl: string): Promise<void> {
  await withClient(session(databaseUrl), async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM pg_stat_activity WHERE datname = current_database()
       AND pid <> pg_backend_pid() AND application_name LIKE 'tenko%'`,
    );
    if ((rows[0]?.count ?? 0) > 0)
      throw new Error('Tenko works with this database. Stop it before you restore.');
    await refuseContents(client);
  });
}

const tellingTables = [
  'devices',
  'feeds',
  'api_keys',
  'audit_events',
  'sessions',
  'sign_in_links',
  'policies',
  'sources',
  'alert_destinations',
  'bulk_actions',
];

async function refuseContents(client: Client): Promise<void> {
  const migrations = await readMigrationRows(client);
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`,
  );
  if (migrations.length === 0 && rows.length > 0) throw notEmpty();
  const known = rows.map(({ name }) => name).filter((name) => tellingTables.includes(name));
  for (const name of known) {
    const found = await client.query(`SELECT FROM ${escapeIdentifier(name)} LIMIT 1`);
    if (found.rowCount !== 0) throw notEmpty();
  }
}

function notEmpty(): Error {
  return new Error(
    'The database is not empty. Restore into an empty one: a restore never replaces anything.',
  );
}

/**
 * Loads a backup into an empty database: makes the schema that it had, loads all tables in one transaction, brings the schema to this
 * version, and makes what was loaded safe to start with. Until that is done, Tenko does not start with the database.
 */
export async function restoreDatabase(databaseUrl: string, source: Source): Promise<Restored> {
  const had = await migrationsOf(source.manifest);
  await migrate(databaseUrl, had);
  return withClient(session(databaseUrl), async (client) => {
    await client.query('SET statement_timeout = 0; SET lock_timeout = 0');
    const { present, rows } = await inTransaction(client, async () => {
      for (const lock of migrationLocks) await client.query('SELECT pg_advisory_xact_lock($1)', [lock]);
      await refuseContents(client);
      await requireSchema(client, source.manifest);
      await beginRestore(client);
      const tables = await readTables(client);
      return { present: tables, rows: await load(client, source, tables) };
    });
    await migrate(databaseUrl, undefined, undefined, { restoring: true });
    const keys = await inTransaction(client, async () => {
      await settleAfterRestore(client, source.manifest);
      await endRestore(client);
      return readRestoredKeys(client);
    });
    await client.query(`VACUUM (ANALYZE) ${present.map(({ name }) => escapeIdentifier(name)).join(', ')}`);
    return { rows, keys };
  });
}

/** One that was migrated before, for example by a deployment, may be newer than the backup. */
async function requireSchema(client: Client, { migrations }: Manifest): Promise<void> {
  const rows = await readMigrationRows(client);
  if (rows.length === migrations.length) return;
  throw new Error(
    'The backup is from an older version, and the database already has the tables of this one. Restore into a database without any tables.',
  );
}

async function load(client: Client, source: Source, present: readonly TableInBackup[]): Promise<number> {
  const known = new Map(present.map(({ name, columns }) => [name, new Set(columns)]));
  for (const { name, columns } of source.manifest.tables) {
    if (columns.some((column) => !known.get(name)?.has(column)))
      throw new UnusableBackup(`The backup does not fit its own version: ${name}.`);
  }
  const enable = await disableTriggers(client);
  // What migrations have put there
  for (const { name } of present.toReversed()) await client.query(`DELETE FROM ${escapeIdentifier(name)}`);
  await client.query('DROP SCHEMA IF EXISTS pgboss CASCADE');
  const loader = new Loader(client, source.manifest.tables);
  const { checksums } = await walkBackup(source.file, source.keys, {
    part: (table, content) => loader.add(table, content),
  });
  await loader.end();
  for (const [table, { rows }] of Object.entries(checksums.tables)) {
    const loaded = loader.rows.get(table) ?? 0;
    if (loaded !== rows)
      throw new UnusableBackup(`The backup is damaged: ${table} has ${loaded} of ${rows} rows.`);
  }
  await setSequences(client);
  await enable();
  return [...loader.rows.values()].reduce((sum, rows) => sum + rows, 0);
}

/** As their owner may: what they would note has been noted. Returns what gives each its former state back. */
async function disableTriggers(client: Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ off: string; on: string }>(
    `SELECT format('ALTER TABLE %I DISABLE TRIGGER %I', c.relname, t.tgname) AS off,
       format('ALTER TABLE %I ENABLE %s TRIGGER %I', c.relname,
         CASE t.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, t.tgname) AS on
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND c.relnamespace = current_schema()::regnamespace`,
  );
  for (const { off } of rows) await client.query(off);
  return async () => {
    // Foreign keys are checked at the end of each statement: nothing is pending that an ALTER would meet.
    for (const { on } of rows) await client.query(on);
  };
}

/** Puts the parts of a backup into their tables, one COPY for each table. */
class Loader {
  readonly rows = new Map<string, number>();
  readonly #client: Client;
  readonly #columns: Map<string, string>;
  #current: { table: string; copy: Writable & { rowCount: number }; done: Promise<void> } | null = null;

  constructor(client: Client, tables: readonly TableInBackup[]) {
    this.#client = client;
    this.#columns = new Map(
      tables.map(({ name, columns }) => [name, columns.map((column) => escapeIdentifier(column)).join(', ')]),
    );
  }

  async add(table: string, content: Buffer): Promise<void> {
    if (this.#current?.table !== table) {
      await this.end();
      const copy = this.#client.query(
        copyFrom(`COPY ${escapeIdentifier(table)} (${this.#columns.get(table)}) FROM STDIN`),
      ) as Writable & { rowCount: number };
      const done = finished(copy);
      // Where it fails, whoever writes or ends next hears of it.
      done.catch(() => undefined);
      this.#current = { table, copy, done };
    }
    const { copy, done } = this.#current;
    if (!copy.write(content)) await Promise.race([once(copy, 'drain'), done]);
  }

  async end(): Promise<void> {
    if (this.#current === null) return;
    const { table, copy, done } = this.#current;
    this.#current = null;
    copy.end();
    await done;
    this.rows.set(table, (this.rows.get(table) ?? 0) + copy.rowCount);
  }
}
