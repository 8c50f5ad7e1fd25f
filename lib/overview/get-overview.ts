import type { Database } from '#lib/db/core/database';
import { readOverview, selectSnapshots } from '#lib/db/reports/overview';
import { fleetFigures, type Overview, overviewFigures } from '../contract/overview.ts';

/**
 * The figures that a worker computed last, and the snapshots: rows that are there already. What an older version
 * wrote in another shape is left out until it is computed again.
 */
export async function getOverview(db: Database): Promise<Overview> {
  const [current, snapshots] = await Promise.all([readOverview(db.pool), selectSnapshots(db.pool)]);
  const figures = overviewFigures.safeParse(current?.figures).data ?? null;
  return {
    computedAt: figures === null ? null : (current?.computedAt?.toISOString() ?? null),
    figures,
    history: snapshots.flatMap(({ at, figures: kept }) => {
      const { success, data } = fleetFigures.safeParse(kept);
      return success ? [{ at: at.toISOString(), ...data }] : [];
    }),
  };
}
