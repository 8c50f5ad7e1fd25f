import { countTraffic } from '#lib/db/connection/connection-overview';
import type { Database } from '#lib/db/core/database';
import { countedLive, currentFacetCounts } from '#lib/db/device-list/facet-counts';
import { countFailures } from '#lib/db/reports/count-failures';
import { claimOverview, keepSnapshot, saveOverview } from '#lib/db/reports/overview';
import { selectHours } from '#lib/db/reports/report-hours';
import type { OverviewFigures } from '../contract/overview.ts';
import { countHours } from './count-hours.ts';
import { deviceFiguresOf, fleetFiguresOf } from './fleet-figures.ts';
import { hourMs, hourOf, hoursShown } from './hours.ts';
import { reportFiguresOf } from './report-figures.ts';

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
