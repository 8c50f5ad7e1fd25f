import type { Database } from '#lib/db/core/database';
import { databaseSingleton } from '#lib/db/core/database-singleton';
import { countDevicesWithin } from '#lib/db/device-list/count-devices';
import { selectViews } from '#lib/db/device-list/saved-views';
import {
  builtInViewNames,
  builtInViews,
  type DeviceCriteria,
  defaultDeviceSort,
} from '#lib/domain/devices/device-criteria';
import type { ViewCount, ViewList } from '../contract/view.ts';
import { toSavedView, type Viewer } from './view-access.ts';

/** The views that everybody has, the caller's own and the shared ones, each with its count. */
export async function listViews(db: Database, user: Viewer, counting: Counting): Promise<ViewList> {
  const rows = await selectViews(db.pool, user.owner);
  const saved = rows.map((row) => toSavedView(row, user));
  const builtIn = builtInViewNames.map((name) => ({
    name,
    query: { filter: builtInViews[name], sort: defaultDeviceSort },
  }));
  const countOf = await countViews(
    db,
    [...builtIn, ...saved].map(({ query }) => query.filter),
    counting,
  );
  return {
    builtIn: builtIn.map((view) => ({ ...view, count: countOf(view.query.filter) })),
    saved: saved.map((view) => ({ ...view, count: countOf(view.query.filter) })),
  };
}

const countedUpTo = 10_000;
/** A count that takes longer is given up: next to a name it is not worth more. */
const giveUpMs = 400;
/** What is not known by then is null this time, and there at the next asking. */
const waitMs = 800;
/** A page waits no longer for them. */
const soonMs = 150;
const freshMs = 2_000;
const atOnce = 3;
const mostKept = 1_000;

interface Kept {
  count: ViewCount;
  at: number;
  pending: Promise<void> | null;
}

interface Counting {
  now: Date;
  /** For a page about to be shown, which asks again at once: counts from before are taken however old they are. */
  old: boolean;
}

/** Counts each filter up to 10,000, some seconds old at most where anybody asked before. */
export async function countViews(
  db: Database,
  filters: readonly DeviceCriteria[],
  { now, old }: Counting,
): Promise<(filter: DeviceCriteria) => ViewCount> {
  // Of this process alone: a count that another process made differs by seconds only.
  const kept = databaseSingleton(db, 'view-counts', () => new Map<string, Kept>());
  if (kept.size > mostKept) kept.clear();
  const queue = [...new Map(filters.map((filter) => [JSON.stringify(filter), filter]))].filter(([key]) =>
    old ? !isCounted(kept.get(key)) : !isFresh(kept.get(key), now),
  );
  const work = Array.from({ length: atOnce }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      await refresh(db, kept, next, now);
  });
  const patience = old ? soonMs : waitMs;
  await Promise.race([Promise.all(work), new Promise((resolve) => setTimeout(resolve, patience).unref())]);
  return (filter) => kept.get(JSON.stringify(filter))?.count ?? null;
}

function isCounted(kept: Kept | undefined): boolean {
  return kept !== undefined && (kept.count !== null || kept.pending === null);
}

function isFresh(kept: Kept | undefined, now: Date): boolean {
  return kept !== undefined && kept.pending === null && now.getTime() - kept.at < freshMs;
}

/** Many who ask at once wait for one count. */
function refresh(
  db: Database,
  kept: Map<string, Kept>,
  [key, filter]: [string, DeviceCriteria],
  now: Date,
): Promise<void> {
  const known = kept.get(key);
  if (known?.pending) return known.pending;
  const entry: Kept = { count: known?.count ?? null, at: now.getTime(), pending: null };
  entry.pending = countDevicesWithin(db, filter, { now, most: countedUpTo, withinMs: giveUpMs })
    .then((count) => {
      entry.count = count;
    })
    .finally(() => {
      entry.pending = null;
    });
  kept.set(key, entry);
  return entry.pending;
}
