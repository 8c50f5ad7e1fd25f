import type { Database, Transaction } from './database.ts';

/** PostgreSQL's code for a statement that took longer than it may. */
const canceled = '57014';

/** Runs what may take up to `ms` per statement in a transaction; null: it took longer and was given up. */
export async function withinTime<T>(
  db: Database,
  ms: number,
  work: (tx: Transaction) => Promise<T>,
): Promise<T | null> {
  try {
    return await db.transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('statement_timeout', ${String(ms)}, true)`;
      return work(tx);
    });
  } catch (error) {
    if (error instanceof Error && error.message.includes(canceled)) return null;
    throw error;
  }
}
