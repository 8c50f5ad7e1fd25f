import { randomBytes } from 'node:crypto';
import { type Database, limitStatements, type RowReader } from './database.ts';
import { databaseFaultOf } from './database-fault.ts';

/** Nearly a page of PostgreSQL's: none has room for two, so each needs a page that was not there before. */
const bytes = 7000;
const withinMs = 2000;

/**
 * Writes what is then taken back; throws what keeps the database from taking changes. Only a page that has to be added
 * meets a full disk: what is changed in its place, and the log of changes, have room for long after.
 */
export async function probeWriting(db: Database): Promise<void> {
  const undone = new Error('taken back');
  try {
    await db.transaction(async (tx) => {
      await limitStatements(tx, { statementMs: withinMs, lockMs: withinMs });
      await tx.$executeRaw`INSERT INTO readiness_probes (filler) VALUES (${randomBytes(bytes)})`;
      throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
  }
}

/** Reads what may take up to `ms` per statement, in a transaction; null: it took longer and was given up. */
export async function queryWithTimeout<T>(
  db: Database,
  ms: number,
  work: (reader: RowReader) => Promise<T>,
): Promise<T | null> {
  try {
    return await db.transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('statement_timeout', ${String(ms)}, true)`;
      return work({
        rows: async <Row>(statement: Parameters<RowReader['rows']>[0]) =>
          (await tx.$queryRaw<object[]>(statement)).map(plain) as Row[],
      });
    });
  } catch (error) {
    if (databaseFaultOf(error) === 'too_slow') return null;
    throw error;
  }
}

/** As `rows` of the database itself gives them. */
function plain(row: object): object {
  const values = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? Number(value) : value instanceof Date ? value.toISOString() : value,
  ]);
  return Object.fromEntries(values);
}
