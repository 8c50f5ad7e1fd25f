import { Client } from 'pg';
import { cautionsOf } from './cautions.ts';
import { readMigrationRows } from './migration-table.ts';
import type { Migration } from './read-migrations.ts';
import { refuseNewerSchema } from './schema-fit.ts';

export interface SchemaCheck {
  missing: { name: string; isBegun: boolean; cautions: ReturnType<typeof cautionsOf> }[];
  /** Of newer versions: this version works beside them */
  newer: string[];
}

/** What a migration would do; changes nothing. Throws SchemaMisfit where the database is of a newer version. */
export async function checkMigrations(
  databaseUrl: string,
  migrations: readonly Migration[],
): Promise<SchemaCheck> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'tenko-migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SET default_transaction_read_only = on');
    const rows = await readMigrationRows(client);
    const newer = refuseNewerSchema(
      rows,
      migrations.map(({ name }) => name),
    );
    const finished = new Set(rows.filter((row) => row.finished).map(({ name }) => name));
    const begun = new Set(rows.map(({ name }) => name));
    const missing = migrations
      .filter(({ name }) => !finished.has(name))
      .map((migration) => ({
        name: migration.name,
        isBegun: begun.has(migration.name),
        // An empty database has nobody to hold up.
        cautions: rows.length === 0 ? [] : cautionsOf(migration),
      }));
    return { missing, newer };
  } finally {
    await client.end();
  }
}

/** The lines that say so. */
export function shownCheck({ missing, newer }: SchemaCheck): string[] {
  const beside =
    newer.length === 0
      ? []
      : [`Applied by a newer version, which this one works beside: ${newer.join(', ')}`];
  if (missing.length === 0) return ['The database is up to date.', ...beside];
  return [
    `Missing: ${missing.length === 1 ? '1 migration' : `${missing.length} migrations`}. Nothing was changed.`,
    ...missing.flatMap(({ name, isBegun, cautions }) => [
      `  ${name}${isBegun ? ' (begun, and cut short)' : ''}`,
      ...cautions.map(({ kind, words }) => `    ${kind}: ${words}`),
    ]),
    ...beside,
  ];
}
