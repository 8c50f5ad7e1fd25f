import { Client } from 'pg';
import { readEnv } from '../env.ts';
import { runAsProgram } from './program.ts';
import { applyMigrations } from './schema-engine.ts';

/** Any fixed number of ours: whoever holds this advisory lock migrates, the others wait. */
const migrationLock = 8_314_025_561;

/** Brings a database to the newest schema; answers with the migrations applied. Safe to run many times at once. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'tenko-migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    return await applyMigrations(databaseUrl);
  } finally {
    await client.end();
  }
}

if (import.meta.main) {
  await runAsProgram(async () => {
    const { databaseUrl } = readEnv();
    if (databaseUrl === null) throw new Error('Set DATABASE_URL to the database to migrate.');
    const applied = await migrate(databaseUrl);
    console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`);
  });
}
