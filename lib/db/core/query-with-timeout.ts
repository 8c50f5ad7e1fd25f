import type { Database, RowReader } from './database.ts';
import { databaseFaultOf } from './database-fault.ts';

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
