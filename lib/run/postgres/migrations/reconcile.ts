import { type Client, escapeIdentifier } from 'pg';
import { inTransaction } from './apply-migration.ts';
import { readCatalogLines } from './catalog-lines.ts';
import { finishMigrationRow, type MigrationRow } from './migration-table.ts';
import type { Migration } from './read-migrations.ts';

/** Exists only inside a transaction that is rolled back. */
const rehearsalSchema = 'tenko_rehearsal';

/**
 * Finishes a migration that an earlier Tenko was killed in. That one ran each statement by itself, so the first few are
 * applied. How many is found by a rehearsal: the migrations run in an empty schema, and the step after which that schema
 * is like the real one is where the run ended. The rest and the row are then one transaction.
 * Throws where no step fits, since somebody has changed the schema by hand.
 */
export async function finishInterrupted(
  client: Client,
  migration: Migration,
  row: MigrationRow,
  earlier: readonly Migration[],
): Promise<void> {
  const statements = statementsOfEarlierVersions(migration.sql);
  const real = await readCatalogLines(client);
  const steps = await rehearse(client, earlier, statements);
  const changing = new Set(steps.flatMap((lines) => [...lines].filter((line) => !inAll(steps, line))));
  const fits = (lines: Set<string>) => [...changing].every((line) => lines.has(line) === real.has(line));
  const first = steps.findIndex(fits);
  if (first < 0) {
    throw new Error(
      `An update of this database was interrupted in ${migration.name}, and its tables have changed since. Restore a backup, or finish that file manually.`,
    );
  }
  let done = first;
  // Statements that change only rows leave the schema alike.
  while (done < steps.findLastIndex(fits) && (await hasRun(client, statements[done] ?? '', row))) done += 1;
  await inTransaction(client, async () => {
    for (const statement of statements.slice(done)) await client.query(statement);
    await finishMigrationRow(client, row.id);
  });
}

/** As the earlier versions cut a file: at every semicolon. Their files hold none elsewhere. */
function statementsOfEarlierVersions(sql: string): string[] {
  return sql
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

/** The catalog before the first statement, and after each. */
async function rehearse(
  client: Client,
  earlier: readonly Migration[],
  statements: readonly string[],
): Promise<Set<string>[]> {
  const { rows } = await client.query<{ schema: string }>('SELECT current_schema() AS schema');
  const real = escapeIdentifier(rows[0]?.schema ?? 'public');
  const steps: Set<string>[] = [];
  await client.query('BEGIN');
  try {
    await client.query(`CREATE SCHEMA ${rehearsalSchema}`);
    await client.query(`SET LOCAL search_path = ${rehearsalSchema}, ${real}`);
    for (const { sql } of earlier) await client.query(sql);
    steps.push(await readCatalogLines(client));
    for (const statement of statements) {
      await client.query(statement);
      steps.push(await readCatalogLines(client));
    }
  } finally {
    await client.query('ROLLBACK');
  }
  return steps;
}

function inAll(steps: readonly Set<string>[], line: string): boolean {
  return steps.every((lines) => lines.has(line));
}

/** Whether a statement that writes rows has run: rows of its table are then younger than the migration's row. */
async function hasRun(client: Client, statement: string, { id }: MigrationRow): Promise<boolean> {
  const written = statement.replace(/^\s*--.*$/gm, '').trim();
  const table = /^(?:INSERT\s+INTO|UPDATE)\s+"?(\w+)"?/i.exec(written)?.[1];
  if (table === undefined) return false;
  const { rows } = await client.query<{ younger: boolean }>(
    `SELECT EXISTS (SELECT FROM ${escapeIdentifier(table)} t
       WHERE age(t.xmin) < (SELECT age(m.xmin) FROM _prisma_migrations m WHERE m.id = $1)) AS younger`,
    [id],
  );
  return rows[0]?.younger ?? false;
}
