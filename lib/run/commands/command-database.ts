import { type Database, openDatabase } from '#lib/db/core/database';
import { checkSchema } from '../postgres/migrations/schema-fit.ts';
import { findRunning, type RunningHere } from '../supervisor/running.ts';

/** The database of the running product, for a command; closed after `work`. Throws one line where the schema is another version's. */
export async function withCommandDatabase<T>(
  work: (db: Database, running: RunningHere) => Promise<T>,
  options: { maxConnections?: number } = {},
): Promise<T> {
  const running = await findRunning();
  await checkSchema(running.databaseUrl);
  const db = openDatabase(running.databaseUrl, options);
  try {
    return await work(db, running);
  } finally {
    await db.close();
  }
}
