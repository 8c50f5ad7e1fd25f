import type { Database } from '#lib/db/core/database';
import type { IntakeNote } from '#lib/domain/check-ins/intake-note';
import { processSingleton } from '#lib/process-singletons';
import type { CheckInResult } from '../contract/check-in.ts';
import { TenkoError } from '../errors.ts';
import type { Log } from '../log.ts';
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

const everyMs = 60_000;
const mostExamples = 5;

/** What was written last, and what has been counted since. */
interface Counted {
  toldAt: number;
  count: number;
  /** The first of what was wrong, as `path code`: enough to know where to look */
  examples: Set<string>;
}

/**
 * Says in the log that check-ins of a feed were rejected, or taken with warnings: at once, and then once a minute with
 * the numbers since. A feed that is wrong all the time writes no more than that.
 */
export function logIntake(log: Log, feed: string, results: readonly CheckInResult[], now: Date): void {
  const rejected = results.flatMap(({ error }) => (error === undefined ? [] : [error.errors]));
  const warnings = results.flatMap((result) => result.warnings ?? []);
  if (rejected.length > 0) {
    const told = counted(`rejected ${feed}`, rejected.length, rejected.flat(), now);
    if (told !== null) log.warn({ event: 'check_ins.rejected', feed, ...told }, 'check-ins were rejected');
  }
  if (warnings.length > 0) {
    const told = counted(`warnings ${feed}`, warnings.length, warnings, now);
    if (told !== null)
      log.info(
        { event: 'check_ins.adjusted', feed, ...told },
        'check-ins were accepted without the values that could not be used',
      );
  }
}

/** What to log now; null: it is counted for the next line. */
function counted(name: string, count: number, notes: readonly IntakeNote[], now: Date) {
  const all = processSingleton('intake-log', () => new Map<string, Counted>());
  const known = all.get(name) ?? { toldAt: Number.NEGATIVE_INFINITY, count: 0, examples: new Set() };
  all.set(name, known);
  known.count += count;
  for (const { path, code } of notes) {
    if (known.examples.size < mostExamples) known.examples.add(`${path} ${code}`);
  }
  if (Math.abs(now.getTime() - known.toldAt) < everyMs) return null;
  const told = { count: known.count, examples: [...known.examples] };
  Object.assign(known, { toldAt: now.getTime(), count: 0, examples: new Set() });
  return told;
}
