import type { Database } from '#lib/db/core/database';
import { selectViews } from '#lib/db/device-list/saved-views';
import { builtInViewNames, builtInViews } from '#lib/domain/devices/built-in-views';
import { defaultDeviceSort } from '#lib/domain/devices/device-criteria';
import type { ViewList } from '../contract/view.ts';
import { type Counting, countViews } from './count-views.ts';
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
