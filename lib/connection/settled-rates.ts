import { countSettled, type Settled } from '../db/connection-overview.ts';
import type { Database } from '../db/database.ts';
import { keptWith } from '../db/kept-with.ts';

const minute = 60_000;
const hour = 60 * minute;

interface Older {
  at: number;
  /** Until when it counts */
  until: Date;
  settled: Promise<Settled>;
}

/** What lies longer back than an hour does not change any more: it is summed once a minute, however many ask. */
const olderOf = (db: Database) => keptWith<{ sum?: Older }>(db, 'settled-rates', () => ({}));

/** Devices whose reports were settled in the last hour and the last day (a minute longer at most). */
export async function settledRates(db: Database, now: Date): Promise<{ hour: Settled; day: Settled }> {
  const hourAgo = new Date(now.getTime() - hour);
  const older = olderThanAnHour(db, now.getTime(), hourAgo);
  const [before, between, last] = await Promise.all([
    older.settled,
    countSettled(db, older.until, hourAgo),
    countSettled(db, hourAgo, null),
  ]);
  return {
    hour: last,
    day: {
      successful: before.successful + between.successful + last.successful,
      failed: before.failed + between.failed + last.failed,
    },
  };
}

function olderThanAnHour(db: Database, now: number, hourAgo: Date): Older {
  const known = olderOf(db);
  const kept = known.sum;
  if (kept !== undefined && now >= kept.at && now - kept.at < minute) return kept;
  const settled = countSettled(db, new Date(now - 24 * hour), hourAgo);
  const older = { at: now, until: hourAgo, settled };
  known.sum = older;
  // A failed sum is not kept; those who wait for it hear of it themselves.
  settled.catch(() => delete known.sum);
  return older;
}
