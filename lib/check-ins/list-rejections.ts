import { selectRejections } from '#lib/db/check-ins/check-in-rejections';
import { feedExists } from '#lib/db/check-ins/feed-hours';
import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import { encodeCursor } from '#lib/domain/text/cursor';
import type { RejectionPage } from '../contract/feed.ts';
import type { HistoryQuery } from '../contract/report.ts';
import { TenkoError } from '../errors.ts';

const sort = '-at';

/** Rejected check-ins of a feed, newest first: the newest 1,000 of 30 days. Throws `not_found`. */
export async function listRejections(
  db: Database,
  feed: string,
  { limit, cursor }: HistoryQuery,
): Promise<RejectionPage> {
  const after = pagePosition(cursor, sort, true);
  if (!(await feedExists(db.pool, feed))) throw new TenkoError('not_found', 'Feed not found.');
  const start = after === null || after.value === null ? null : { value: after.value, id: after.id };
  const found = await selectRejections(db.pool, feed, start, limit + 1);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const hasMore = found.length > limit && last !== undefined;
  return {
    items: rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })),
    nextCursor: hasMore ? encodeCursor(sort, { value: last.at.toISOString(), id: last.id }) : null,
  };
}
