import { selectFeeds } from '#lib/db/check-ins/feed-hours';
import type { Database } from '#lib/db/core/database';
import { currentFacetCounts } from '#lib/db/device-list/facet-counts';
import type { FeedList } from '../contract/feed.ts';
import { feedCounter } from './feed-counter.ts';

const dayMs = 24 * 3_600_000;

/** Every feed with its health. Devices are counted as lists count them: not one by one. */
export async function listFeeds(db: Database, now: Date): Promise<FeedList> {
  await feedCounter(db).write();
  const [feeds, { rows }] = await Promise.all([
    selectFeeds(db, new Date(now.getTime() - dayMs)),
    currentFacetCounts(db),
  ]);
  const devices = new Map<string, number>();
  for (const { feed, count } of rows) devices.set(feed, (devices.get(feed) ?? 0) + count);
  return {
    items: feeds.map(({ name, createdAt, lastCheckInAt, warnings, ...outcomes }) => ({
      name,
      createdAt,
      lastCheckInAt,
      devices: devices.get(name) ?? 0,
      outcomes,
      rejected: outcomes.rejected,
      warnings,
    })),
  };
}
