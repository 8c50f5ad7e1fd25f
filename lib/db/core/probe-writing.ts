import { randomBytes } from 'node:crypto';
import type { Database } from './database.ts';

/** Nearly a page of PostgreSQL's: none has room for two, so each needs a page that was not there before. */
const bytes = 7000;
const withinMs = 2000;

/**
 * Writes what is then taken back; throws what keeps the database from taking changes. Only a page that has to be added
 * meets a full disk: what is changed in its place, and the log of changes, have room for long after.
 */
export async function probeWriting(db: Database): Promise<void> {
  const undone = new Error('taken back');
  const limits = [`${withinMs}`, `${withinMs}`];
  try {
    await db.transaction(async (tx) => {
      await tx.$queryRaw`SELECT set_config('statement_timeout', ${limits[0]}, true), set_config('lock_timeout', ${limits[1]}, true)`;
      await tx.$executeRaw`INSERT INTO readiness_probes (filler) VALUES (${randomBytes(bytes)})`;
      throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
  }
}
