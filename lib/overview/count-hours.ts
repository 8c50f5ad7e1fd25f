import type { Database } from '#lib/db/core/database';
import { setCountedTo } from '#lib/db/reports/overview';
import { findMovedHours, pruneHours, recountHours } from '#lib/db/reports/report-hours';
import { hourMs, hourOf, hoursShown } from './hours.ts';

/** A report is written some time after the moment it bears: transactions last, and clocks of workers differ. */
const lateMs = 10 * 60_000;

/**
 * Counts the reports of each hour, again only where that can have changed: hours that reports may still come into, and
 * those whose open reports moved on since they were counted. A settled report never changes.
 */
export async function countHours(db: Database, countedTo: Date | null, now: Date): Promise<void> {
  const current = hourOf(now);
  const oldest = current.getTime() - (hoursShown - 1) * hourMs;
  const fresh = Math.min(countedTo?.getTime() ?? oldest, hourOf(now, lateMs).getTime());
  const hours = new Set((await findMovedHours(db.pool, new Date(oldest))).map((hour) => hour.getTime()));
  for (let hour = Math.max(oldest, fresh); hour <= current.getTime(); hour += hourMs) hours.add(hour);
  for (const { from, until } of spansOf([...hours])) {
    await db.transaction((tx) => recountHours(tx, new Date(from), new Date(until)));
  }
  await setCountedTo(db.pool, current);
  await pruneHours(db.pool, new Date(oldest));
}

/** Hours that follow each other are counted at once. */
function spansOf(hours: readonly number[]): { from: number; until: number }[] {
  const spans: { from: number; until: number }[] = [];
  for (const from of hours.toSorted((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last?.until === from) last.until += hourMs;
    else spans.push({ from, until: from + hourMs });
  }
  return spans;
}
