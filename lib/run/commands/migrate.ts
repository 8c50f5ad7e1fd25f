import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { readEnv } from '#lib/env';
import { checkDatabase } from '../postgres/checks/check-database.ts';
import { applyMigration } from '../postgres/migrations/apply-migration.ts';
import { checkMigrations, shownCheck } from '../postgres/migrations/check-migrations.ts';
import { ensureMigrationTable, readMigrationRows } from '../postgres/migrations/migration-table.ts';
import { type Migration, readMigrations } from '../postgres/migrations/read-migrations.ts';
import { finishInterrupted } from '../postgres/migrations/reconcile.ts';
import { refuseHalfRestored, refuseNewerSchema } from '../postgres/migrations/schema-fit.ts';
import { oneLine, runAsProgram } from './program.ts';

/**
 * The process that holds these advisory locks migrates, the others wait: a number of ours, which earlier versions take too, and
 * that of Prisma's command line.
 */
export const migrationLocks = [8_314_025_561, 72_707_369];
const askAgainMs = 200;
/** The one that migrates; the command opens no other. */
const connections = 1;

/**
 * Brings a database to this version's schema. Returns the names of the migrations applied. Safe to run many times at
 * once, and to kill at any moment: where another one migrates, it says so once and waits. Needs a session of its own: no
 * pooler in transaction mode.
 */
export async function migrate(
  databaseUrl: string,
  migrations?: readonly Migration[],
  say: (line: string) => void = console.log,
  { restoring = false } = {},
): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'tenko-migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // A limit for everyday statements must not end a migration of many rows.
    await client.query('SET statement_timeout = 0; SET lock_timeout = 0');
    await takeLocks(client, say);
    // Only the restore itself goes on with what it has loaded.
    if (!restoring) await refuseHalfRestored(client);
    return await applyMissing(client, migrations ?? (await readMigrations()), say);
  } finally {
    await client.end();
  }
}

/** Asked for again and again: waiting within PostgreSQL would hold up the other's CREATE INDEX CONCURRENTLY. */
async function takeLocks(client: Client, say: (line: string) => void): Promise<void> {
  let told = false;
  for (const lock of migrationLocks) {
    while (!(await takesLock(client, lock))) {
      if (!told) say('Another start is migrating the database. Waiting for it …');
      told = true;
      await wait(askAgainMs);
    }
  }
}

async function takesLock(client: Client, lock: number): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [lock]);
  return rows[0]?.taken === true;
}

async function applyMissing(
  client: Client,
  migrations: readonly Migration[],
  say: (line: string) => void,
): Promise<string[]> {
  await ensureMigrationTable(client);
  const rows = await readMigrationRows(client);
  refuseNewerSchema(
    rows,
    migrations.map(({ name }) => name),
  );
  const finished = new Set(rows.filter((row) => row.finished).map(({ name }) => name));
  const applied: string[] = [];
  for (const [index, migration] of migrations.entries()) {
    if (finished.has(migration.name)) continue;
    const begun = rows.find(({ name }) => name === migration.name);
    try {
      if (begun !== undefined && migration.kind === 'transaction') {
        await finishInterrupted(client, migration, begun, migrations.slice(0, index));
      } else await applyMigration(client, migration, { rowId: begun?.id ?? null, say });
    } catch (error) {
      throw new Error(`The database could not be updated (${migration.name}): ${oneLine(error)}`);
    }
    applied.push(migration.name);
  }
  return applied;
}

/** Exit code of `--check` where migrations are missing; 0: none is, 1: it was refused. */
const missingCode = 2;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const env = readEnv();
  const { databaseDirectUrl } = env;
  const databaseUrl = env.databaseUrl ?? databaseDirectUrl;
  if (databaseUrl === null) throw new Error('Set DATABASE_URL to the database to migrate.');
  await checkDatabase({ databaseUrl, databaseDirectUrl }, connections);
  const direct = databaseDirectUrl ?? databaseUrl;
  if (values.check) {
    const check = await checkMigrations(direct, await readMigrations());
    console.log(shownCheck(check).join('\n'));
    if (check.missing.length > 0) process.exitCode = missingCode;
    return;
  }
  const applied = await migrate(direct);
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`);
}

if (import.meta.main) await runAsProgram(main, 'Usage: npm run db:migrate -- [--check]');
