import { Client } from 'pg';
import { readEnv } from '../env.ts';
import { applyMigration } from './migrations/apply-migration.ts';
import { ensureMigrationTable, readMigrationRows } from './migrations/migration-table.ts';
import { type Migration, readMigrations } from './migrations/read-migrations.ts';
import { finishInterrupted } from './migrations/reconcile.ts';
import { refuseNewerSchema } from './migrations/schema-fit.ts';
import { oneLine, runAsProgram } from './program.ts';

/**
 * Whoever holds these advisory locks migrates, the others wait: a number of ours, which earlier versions take too, and
 * that of Prisma's command line.
 */
export const migrationLocks = [8_314_025_561, 72_707_369];

/**
 * Brings a database to this version's schema. Returns the names of the migrations applied. Safe to run many times at
 * once, and to kill at any moment. Needs a session of its own: no pooler in transaction mode.
 */
export async function migrate(databaseUrl: string, migrations?: readonly Migration[]): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'tenko-migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // A limit for everyday statements must not end a migration of many rows.
    await client.query('SET statement_timeout = 0; SET lock_timeout = 0');
    for (const lock of migrationLocks) await client.query('SELECT pg_advisory_lock($1)', [lock]);
    return await applyMissing(client, migrations ?? (await readMigrations()));
  } finally {
    await client.end();
  }
}

async function applyMissing(client: Client, migrations: readonly Migration[]): Promise<string[]> {
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
      if (begun !== undefined && migration.inTransaction) {
        await finishInterrupted(client, migration, begun, migrations.slice(0, index));
      } else await applyMigration(client, migration, begun?.id ?? null);
    } catch (error) {
      throw new Error(`The database could not be updated (${migration.name}): ${oneLine(error)}`);
    }
    applied.push(migration.name);
  }
  return applied;
}

if (import.meta.main) {
  await runAsProgram(async () => {
    const env = readEnv();
    const databaseUrl = env.databaseDirectUrl ?? env.databaseUrl;
    if (databaseUrl === null) throw new Error('Set DATABASE_URL to the database to migrate.');
    const applied = await migrate(databaseUrl);
    console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`);
  });
}
