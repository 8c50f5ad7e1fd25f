import { countSettled, type Settled } from '#lib/db/connection/connection-overview';
import type { Database } from '#lib/db/core/database';
import { databaseSingleton } from '#lib/db/core/database-singleton';

const minute = 60_000;
const day = 24 * 60 * minute;

interface Older {
  at: number;
  /** Until when it counts */
  until: Date;
  settled: Promise<Settled>;
}

const olderOf = (db: Database) => databaseSingleton<{ sum?: Older }>(db, 'settled-long-ago', () => ({}));

/**
 * Devices whose reports were settled in the last day, but for the end of it. What lies so far back does not change any
 * more: it is summed once a minute, however many ask.
 *
 * @param until - up to when at most; the answer tells up to when
 */
export function olderReportCounts(db: Database, now: Date, until: Date): Older {
  const known = olderOf(db);
  const kept = known.sum;
  const at = now.getTime();
  if (kept !== undefined && at >= kept.at && at - kept.at < minute) return kept;
  const settled = countSettled(db, new Date(at - day), until);
  const older = { at, until, settled };
  known.sum = older;
  // A failed sum is not kept; those who wait for it hear of it themselves.
  settled.catch(() => delete known.sum);
  return older;
}
