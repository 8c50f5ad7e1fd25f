import type { Database } from './database.ts';
import type { Transaction } from './prisma.ts';

/**
 * Does work that only one process may do at a time, under a name. Returns false, with nothing done, where another one is at
 * it. The lock goes with its connection: a process that was killed holds nothing back.
 */
export async function lockAlone(db: Database, name: string, work: () => Promise<unknown>): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await isAlone(tx, name))) return false;
    await work();
    return true;
  });
}

/** The same within a transaction, until it ends: returns false where another one is at it. */
export async function isAlone(tx: Transaction, name: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) AS locked`;
  return rows[0]?.locked === true;
}
