import type { Database } from '#lib/db/core/database';
import {
  deleteOldCalls,
  deleteOldReports,
  deleteOldUploads,
  type OldPart,
  type PassedPart,
} from '#lib/db/reports/report-retention';

/** Rows of one statement: no lock is held for long. */
const atOnce = 2000;

export interface Forgetting {
  before: Date;
  /** Walks only what became old since then, past what has to stay; null: everything that is old */
  since: Date | null;
  /** Stops between two statements: the next run goes on */
  signal: AbortSignal;
}

/** Deletes old reports, then their messages, with the calls to Microsoft. Returns how many of each. */
export async function forgetReports(
  db: Database,
  { before, since, signal }: Forgetting,
): Promise<{ reports: number; calls: number; uploads: number }> {
  const reports = await deleteAll(deleteOldReports);
  const calls = await deleteCalls();
  // Afterwards: a message goes with its last report.
  return { reports, calls, uploads: await deleteAll(deleteOldUploads) };

  async function deleteAll(
    step: (db: Database['pool'], part: OldPart) => Promise<PassedPart>,
  ): Promise<number> {
    let total = 0;
    let after: OldPart['after'] = null;
    while (!signal.aborted) {
      const { deleted, last } = await step(db.pool, { before, since, after, limit: atOnce });
      total += deleted;
      if (last === null) break;
      after = last;
    }
    return total;
  }

  async function deleteCalls(): Promise<number> {
    let total = 0;
    while (!signal.aborted) {
      const deleted = await deleteOldCalls(db.pool, before, atOnce);
      total += deleted;
      if (deleted < atOnce) break;
    }
    return total;
  }
}
