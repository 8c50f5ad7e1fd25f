import type { Database } from '#lib/db/core/database';
import { TenkoError } from '../errors.ts';
import type { Log } from '../log.ts';
import { logIntake } from './intake-log.ts';
import { type RecordCheckIns, recordCheckIns } from './record-check-ins.ts';

/** Records check-ins, and logs what is wrong with them. `feed`: the caller's; throws `not_authorized` where it has none. */
export async function takeCheckIns(
  { db, log }: { db: Database; log: Log },
  { feed, checkIns, now }: Omit<RecordCheckIns, 'feed'> & { feed: string | null },
) {
  if (feed === null) {
    throw new TenkoError(
      'not_authorized',
      'This API key belongs to no feed. Check-ins need a key with a feed.',
    );
  }
  const taken = await recordCheckIns(db, { feed, checkIns, now });
  logIntake(log, feed, taken.results, now);
  return taken;
}
