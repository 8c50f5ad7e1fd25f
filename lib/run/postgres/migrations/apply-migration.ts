import type { Client } from 'pg';
import { finishMigrationRow, insertMigrationRow } from './migration-table.ts';
import type { Migration } from './read-migrations.ts';

/**
 * Applies one migration. `rowId`: the row that a run which was cut short has left, null for a first run. Script and row
 * are one transaction: a kill at any moment leaves both or neither. A file marked with `outsideTransaction` leaves an
 * unfinished row instead, and is run again from its first statement.
 */
export async function applyMigration(
  client: Client,
  migration: Migration,
  rowId: string | null,
): Promise<void> {
  if (migration.inTransaction) {
    await inTransaction(client, async () => {
      await client.query(migration.sql);
      await finishMigrationRow(client, rowId ?? (await insertMigrationRow(client, migration)));
    });
    return;
  }
  const id = rowId ?? (await insertMigrationRow(client, migration));
  for (const statement of statementsOf(migration.sql)) await client.query(statement);
  await finishMigrationRow(client, id);
}

/** Runs `work` in one transaction; rolled back when it throws. */
export async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** One by one, since PostgreSQL takes several in one message for a transaction. Each ends with a semicolon at a line's end. */
function statementsOf(sql: string): string[] {
  return sql.split(/;[ \t]*$/m).filter((part) => part.replace(/^\s*--.*$/gm, '').trim() !== '');
}
