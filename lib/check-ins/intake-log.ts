import type { CheckInResult } from '../contract/check-in.ts';
import type { Log } from '../log.ts';
import { processWide } from '../process-wide.ts';

const everyMs = 60_000;
const mostPaths = 5;

interface Counted {
  rejected: number;
  warnings: number;
  /** The first of what was wrong, as `path code`: enough to know where to look */
  examples: Set<string>;
  since: Date;
}

/** By feed: when it was last told of, and what has been counted since. */
interface FeedLog {
  toldAt: number;
  counted: Counted | null;
}

/**
 * Says in the log that check-ins of a feed were rejected, or taken with warnings: at once, and then once a minute with
 * the numbers since. A feed that is wrong all the time writes no more than that.
 */
export function logIntake(log: Log, feed: string, results: readonly CheckInResult[], now: Date): void {
  const feeds = processWide('intake-log', () => new Map<string, FeedLog>());
  const known = feeds.get(feed) ?? { toldAt: Number.NEGATIVE_INFINITY, counted: null };
  const counted = known.counted ?? { rejected: 0, warnings: 0, examples: new Set(), since: now };
  for (const { error, warnings = [] } of results) {
    counted.rejected += error === undefined ? 0 : 1;
    counted.warnings += warnings.length;
    for (const { path, code } of error?.errors ?? warnings) {
      if (counted.examples.size < mostPaths) counted.examples.add(`${path} ${code}`);
    }
  }
  if (counted.rejected === 0 && counted.warnings === 0) return;
  const isTime = Math.abs(now.getTime() - known.toldAt) >= everyMs;
  feeds.set(feed, isTime ? { toldAt: now.getTime(), counted: null } : { ...known, counted });
  if (!isTime) return;
  const { rejected, warnings, since } = counted;
  const told = { feed, rejected, warnings, since, examples: [...counted.examples] };
  if (rejected > 0) log.warn(told, 'check-ins were rejected');
  else log.info(told, 'check-ins were taken without what could not be used');
}
