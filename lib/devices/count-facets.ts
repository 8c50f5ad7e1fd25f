import type { Database } from '#lib/db/core/database';
import { claimCounting, finishCounting, storeFacetCounts } from '#lib/db/device-list/facet-counts';

/** Counted this often, unless that would take more than a twentieth of the time. */
const rule = { everyMs: 15_000, rest: 20 };

/** Counts all devices by facet, where it is time and no other worker is at it; returns whether it did. */
export async function countFacets(db: Database, now: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await claimCounting(tx, now, rule))) return false;
    const start = performance.now();
    await storeFacetCounts(tx);
    await finishCounting(tx, now, Math.ceil(performance.now() - start));
    return true;
  });
}
