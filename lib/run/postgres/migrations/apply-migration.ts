import { setTimeout as wait } from 'node:timers/promises';
import { type Client, DatabaseError } from 'pg';
import { finishMigrationRow, insertMigrationRow } from './migration-table.ts';
import type { Migration } from './read-migrations.ts';

export interface ApplyOptions {
  /** The row that a run which was cut short has left; null: it is the first run */
  rowId: string | null;
  say: (line: string) => void;
}

/**
 * Applies one migration. Script and row are one transaction: a kill at any moment leaves both or neither. The other kinds
 * leave an unfinished row instead, and are run again from their first statement.
 */
export async function applyMigration(
  client: Client,
  migration: Migration,
  { rowId, say }: ApplyOptions,
): Promise<void> {
  if (migration.kind === 'transaction') {
    await untilNotHeldUp(migration.name, say, () =>
      inTransaction(client, async () => {
        await client.query(`SET LOCAL lock_timeout = ${lockMs}`);
        await client.query(migration.sql);
        await finishMigrationRow(client, rowId ?? (await insertMigrationRow(client, migration)), migration);
      }),
    );
    return;
  }
  const id = rowId ?? (await insertMigrationRow(client, migration));
  for (const statement of statementsOf(migration.sql)) {
    if (migration.kind === 'backfill') await repeatUntilDone(client, migration.name, statement, say);
    else await client.query(statement);
  }
  await finishMigrationRow(client, id, migration);
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

/**
 * How long a statement waits for a lock, in ms. Whoever comes after a waiting ALTER TABLE waits behind it: so it steps back
 * after a moment, lets everybody pass, and tries again. Shorter than PostgreSQL's `deadlock_timeout` of a second: where a check-in
 * and a migration wait for each other, it is always the migration that steps back.
 */
const lockMs = 300;
const pauseMs = { first: 100, most: 10_000 };
/** From then on it is told that others are in the way */
const tellHeldUpAfterMs = 2_000;
const giveUpAfterMs = 15 * 60_000;
/** Lock not available, deadlock */
const heldUp = ['55P03', '40P01'];

const isHeldUp = (error: unknown) => error instanceof DatabaseError && heldUp.includes(error.code ?? '');

/** Tries a transaction until nobody else holds the locks that it needs. Throws the last error after a quarter of an hour. */
async function untilNotHeldUp(name: string, say: (line: string) => void, work: () => Promise<void>) {
  const began = performance.now();
  for (let pause = pauseMs.first, told = false; ; pause = Math.min(pause * 2, pauseMs.most)) {
    try {
      return await work();
    } catch (error) {
      if (!isHeldUp(error)) throw error;
      if (performance.now() - began > giveUpAfterMs) throw error;
      const isLong = performance.now() - began > tellHeldUpAfterMs;
      if (isLong && !told) say(`${name}: other sessions use its tables. Trying again …`);
      told ||= isLong;
      await wait(pause);
    }
  }
}

/** How often progress is told */
const tellEveryMs = 10_000;
/** Between two batches, as a multiple of what the last one took: half of the time belongs to others. */
const rest = 1;

async function repeatUntilDone(
  client: Client,
  name: string,
  statement: string,
  say: (line: string) => void,
): Promise<void> {
  let rows = 0;
  let told = performance.now();
  await client.query(`SET lock_timeout = ${lockMs}`);
  for (let more = true; more; ) {
    const began = performance.now();
    await untilNotHeldUp(name, say, async () => {
      const { rowCount } = await client.query(statement);
      rows += rowCount ?? 0;
      more = (rowCount ?? 0) > 0;
    });
    const now = performance.now();
    if (now - told > tellEveryMs) say(`${name}: ${rows} rows …`);
    if (now - told > tellEveryMs) told = now;
    if (more) await wait((now - began) * rest);
  }
  await client.query('SET lock_timeout = 0');
}

/** One by one, since PostgreSQL takes several in one message for a transaction. Each ends with a semicolon at a line's end. */
export function statementsOf(sql: string): string[] {
  return sql.split(/;[ \t]*$/m).filter((part) => part.replace(/^\s*--.*$/gm, '').trim() !== '');
}
