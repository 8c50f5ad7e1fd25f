import { countTraffic } from '#lib/db/connection/connection-overview';
import type { Database } from '#lib/db/core/database';
import { countedLive, currentFacetCounts } from '#lib/db/device-list/facet-counts';
import {
  claimOverview,
  countFailures,
  findMovedHours,
  keepSnapshot,
  pruneHours,
  recountHours,
  saveOverview,
  selectHours,
  setCountedTo,
} from '#lib/db/reports/overview';
import type { OverviewFigures } from '../contract/overview.ts';
import {
  deviceFiguresOf,
  fleetFiguresOf,
  hourMs,
  hourOf,
  hoursShown,
  reportFiguresOf,
} from './overview-figures.ts';

/** A worker that died while it counted holds up the others no longer than this. */
const leaseMs = 2 * 60_000;
const shortestPauseMs = 10_000;
/** While there is nothing to count: a first device shows at once. */
const emptyPauseMs = 2000;
/** Counting a large fleet takes a fortieth of one core at most. */
const restPerWork = 39;
const causesKept = 20;
const waitingCounted = 10_000;
const day = 24 * hourMs;
const hourlyMs = 8 * day;
const keptMs = 92 * day;

export interface Refreshed {
  /** Other figures than before */
  changed: boolean;
  tookMs: number;
}

/** Computes the figures of the overview when it is time, in one worker at a time; null: it was not. */
export async function refreshOverview(db: Database, now: Date): Promise<Refreshed | null> {
  const claim = await claimOverview(db.pool, leaseMs);
  if (claim === null) return null;
  const began = performance.now();
  const figures = await compute(db, claim.countedTo, now);
  const { devices } = figures;
  if (devices.total > 0) {
    await keepSnapshot(
      db.pool,
      { at: now, figures: fleetFiguresOf(devices) },
      { thinBefore: new Date(now.getTime() - hourlyMs), forgetBefore: new Date(now.getTime() - keptMs) },
    );
  }
  const tookMs = performance.now() - began;
  const pauseMs = pauseAfter(devices.total, tookMs);
  const changed = await saveOverview(db.pool, { figures, at: now, pauseMs });
  return { changed, tookMs };
}

/** A small fleet is counted in no time: what that took longer was waiting, on a busy machine. */
export function pauseAfter(devices: number, tookMs: number): number {
  if (devices === 0) return emptyPauseMs;
  return devices <= countedLive ? shortestPauseMs : Math.max(shortestPauseMs, restPerWork * tookMs);
}

async function compute(db: Database, countedTo: Date | null, now: Date): Promise<OverviewFigures> {
  await countHours(db, countedTo, now);
  const since = new Date(hourOf(now).getTime() - (hoursShown - 1) * hourMs);
  const { rows } = await currentFacetCounts(db);
  const failures = await db.transaction((tx) => countFailures(tx, causesKept));
  const { waiting, waitingSince } = await countTraffic(db, now, waitingCounted + 1);
  return {
    devices: deviceFiguresOf(rows),
    failures,
    waiting: {
      value: Math.min(waiting, waitingCounted),
      exact: waiting <= waitingCounted,
      since: waitingSince,
    },
    ...reportFiguresOf(await selectHours(db.pool, since), now),
  };
}

/** A report is written some time after the moment it bears: transactions last, and clocks of workers differ. */
const lateMs = 10 * 60_000;

/**
 * Counts the reports of each hour, again only where that can have changed: hours that reports may still come into, and
 * those whose open reports moved on since they were counted. A settled report never changes.
 */
async function countHours(db: Database, countedTo: Date | null, now: Date): Promise<void> {
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
