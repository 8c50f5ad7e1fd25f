import type { ViewList } from '../contract/view.ts';
import type { Database } from '../db/database.ts';
import { selectViews } from '../db/saved-views.ts';
import { builtInViewNames, builtInViews } from '../domain/built-in-views.ts';
import { defaultDeviceSort } from '../domain/device-criteria.ts';
import { type Counting, countViews } from './count-views.ts';
import { toSavedView } from './to-saved-view.ts';
import type { Viewer } from './view-access.ts';

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
