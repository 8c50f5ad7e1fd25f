import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrationsDir } from '../postgres/migrations/read-migrations.ts';
import { migrate } from './migrate.ts';
import { runAsProgram } from './program.ts';
import { diffToSchema } from './schema-engine.ts';
import { startScratchDatabase } from './scratch-database.ts';

/** The generated migration of the first release; `--initial` writes it again. */
const initialMigration = '20261123000001_schema';

const usage = 'Usage: npm run db:diff -- name_of_the_change';

/** `npm run db:diff -- NAME` writes the migration from the present ones to schema.prisma, on a scratch database. */
async function main(): Promise<void> {
  const { initial, change } = readArguments();
  const database = await startScratchDatabase();
  try {
    if (!initial) await migrate(database.url);
    const sql = await diffToSchema(database.url, initial ? 'empty' : 'database');
    if (sql === '') {
      console.log('No difference: the migrations already match schema.prisma.');
      return;
    }
    const name = initial ? initialMigration : `${timestamp(new Date())}_${change}`;
    await mkdir(join(migrationsDir, name), { recursive: true });
    await writeFile(join(migrationsDir, name, 'migration.sql'), `${sql}\n`);
    console.log(`Wrote prisma/migrations/${name}/migration.sql: read it before you commit it.`);
  } finally {
    await database.remove();
  }
}

function readArguments(): { initial: boolean; change: string } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { initial: { type: 'boolean', default: false } },
  });
  const [change = ''] = positionals;
  if (!values.initial && !/^[a-z0-9_]+$/.test(change)) {
    throw new Error(usage);
  }
  return { initial: values.initial, change };
}

function timestamp(now: Date): string {
  return now.toISOString().replace(/\D/g, '').slice(0, 14);
}

await runAsProgram(main, usage);
