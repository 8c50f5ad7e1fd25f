import { type Client, escapeIdentifier } from 'pg';
import { inTransaction } from './apply-migration.ts';
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
    await finishMigrationRow(client, row.id, migration);
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

/** Without what belongs to an extension, or to the table of migrations. */
const ours = (table: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${table}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;

const relation = `c.relnamespace = current_schema()::regnamespace AND c.relname NOT LIKE '\\_prisma\\_migrations%'
  AND ${ours('pg_class', 'c.oid')}`;

const query = `
SELECT 'relation ' || c.relkind::text || ' ' || c.relname || ' ' || c.relpersistence::text || ' '
  || coalesce(array_to_string(c.reloptions, ','), '') AS line
FROM pg_class c WHERE ${relation} AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'i')
UNION ALL
SELECT concat_ws(' ', 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
  a.attgenerated, a.attidentity, a.attstattarget, pg_get_expr(d.adbin, d.adrelid))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE ${relation} AND c.relkind IN ('r', 'p', 'v', 'm')
UNION ALL
SELECT 'index ' || pg_get_indexdef(i.indexrelid, 0, true) || ' ' || i.indisvalid::text
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE ${relation}
UNION ALL
SELECT 'constraint ' || c.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid, true)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE ${relation}
UNION ALL
SELECT 'trigger ' || pg_get_triggerdef(t.oid, true) || ' ' || t.tgenabled::text
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE ${relation} AND NOT t.tgisinternal
UNION ALL
SELECT concat_ws(' ', 'function', p.proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid),
  p.provolatile, p.proparallel, p.prosrc, pg_get_function_sqlbody(p.oid))
FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace AND ${ours('pg_proc', 'p.oid')}
UNION ALL
SELECT 'enum ' || t.typname || ' ' || string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
WHERE t.typnamespace = current_schema()::regnamespace GROUP BY t.oid, t.typname
UNION ALL
SELECT 'extension ' || extname FROM pg_extension`;

/** What the current schema is made of, one line for each object: two schemas with the same lines are alike. */
export async function readCatalogLines(client: Client): Promise<Set<string>> {
  const { rows } = await client.query<{ line: string }>(query);
  return new Set(rows.map(({ line }) => line));
}
