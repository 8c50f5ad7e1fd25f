import { v7 as uuidv7 } from 'uuid';
import { feedExists, insertRejections, selectFeeds, selectRejections } from '#lib/db/check-ins/feeds';
import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import { currentFacetCounts } from '#lib/db/device-list/facet-counts';
import { feedHealth } from '#lib/domain/check-ins/feed-health';
import { encodeCursor } from '#lib/domain/text/cursor';
import { storableText } from '#lib/domain/text/storable-text';
import type { CheckInResult } from '../contract/check-in.ts';
import type { FeedList, RejectionPage } from '../contract/feed.ts';
import type { HistoryQuery } from '../contract/report.ts';
import { TenkoError } from '../errors.ts';
import { isRecord } from './check-in-reader.ts';
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
    items: feeds.map(
      ({ name, createdAt, lastCheckInAt, importedAt, source, failing, warnings, ...outcomes }) => ({
        name,
        createdAt,
        lastCheckInAt,
        health: feedHealth(
          {
            lastCheckInAt: lastCheckInAt === null ? null : new Date(lastCheckInAt),
            failing,
            off: source?.enabled === false,
          },
          now,
        ),
        importedAt,
        source,
        devices: devices.get(name) ?? 0,
        outcomes,
        rejected: outcomes.rejected,
        warnings,
      }),
    ),
  };
}

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

/** Keeps the rejected check-ins of a batch for the feed's developer. */
export async function noteRejections(
  db: Database,
  feed: string,
  checkIns: readonly unknown[],
  results: readonly CheckInResult[],
  now: Date,
): Promise<void> {
  const rows = results.flatMap(({ externalId, error }, index) => {
    if (error === undefined) return [];
    const errors = error.errors.map(({ path, ...rest }) => ({ ...rest, path: storableText(path) }));
    const id = uuidv7();
    const row = { id, externalId: externalId && storableText(externalId.trim()), at: now, errors };
    return [{ ...row, excerpt: excerptOf(checkIns[index]) }];
  });
  await insertRejections(db.pool, feed, rows);
}

const longest = 1000;
const longestValue = 100;
const mostItems = 5;
const mostKeys = 40;
const hidden = '…';

type Shape = true | { [key: string]: Shape } | [Shape];

/** What decides. All else is only named: the user, or what was sent by mistake, must not be kept here. */
const shown: Shape = {
  externalId: true,
  checkedInAt: true,
  observedAt: true,
  device: { os: true, osVersion: true },
  violations: [{ action: true }],
  azure: { clientStatusCode: true },
};
/** Keys and tokens are long and have no blanks. */
const secretLike = /[\w+/=.~-]{32,}/g;

/** What was wrong, to look at: the values that decide, shortened, and the names of the other keys. JSON, or cut JSON. */
export function excerptOf(item: unknown): string {
  const text = JSON.stringify(shownOf(item, shown)) ?? hidden;
  return (text.length > longest ? `${text.slice(0, longest)}${hidden}` : text).toWellFormed();
}

function shownOf(value: unknown, shape: Shape | undefined): unknown {
  if (shape === undefined) return hidden;
  if (Array.isArray(value)) {
    if (!Array.isArray(shape)) return [hidden];
    const items = value.slice(0, mostItems).map((one: unknown) => shownOf(one, shape[0]));
    return value.length > mostItems ? [...items, hidden] : items;
  }
  if (isRecord(value)) {
    const inner = shape === true || Array.isArray(shape) ? {} : shape;
    const keys = Object.keys(value).slice(0, mostKeys);
    return Object.fromEntries(
      keys.map((key) => [
        shortened(key),
        shownOf(value[key], Object.hasOwn(inner, key) ? inner[key] : undefined),
      ]),
    );
  }
  return typeof value === 'string' ? shortened(value) : value;
}

function shortened(text: string): string {
  const plain = text.replace(secretLike, hidden);
  return plain.length > longestValue ? `${plain.slice(0, longestValue)}${hidden}` : plain;
}
