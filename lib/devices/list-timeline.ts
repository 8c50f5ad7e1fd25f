import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import {
  type CountedGap,
  countCheckIns,
  findTimelineHead,
  selectEntraReadings,
  selectNotableCheckIns,
} from '#lib/db/devices/timeline';
import { selectDeviceReports } from '#lib/db/reports/reports';
import { mergeNewestFirst, type TimelinePosition, timelineKinds } from '#lib/domain/devices/timeline';
import { encodeCursor } from '#lib/domain/text/cursor';
import type { TimelineItem, TimelinePage, TimelineQuery } from '../contract/timeline.ts';
import { TenkoError } from '../errors.ts';
import {
  fromCheckIn,
  fromHead,
  fromReading,
  fromReport,
  readingId,
  type TimelineEvent,
} from './timeline-event.ts';

const sort = '-at';
/** A fold of more says "more than" */
const mostFolded = 1000;

/**
 * All that happened to a device, newest first: a merge of indexed histories, each read no further than a page.
 * Check-ins that changed nothing are counted between the events beside them. Throws `not_found`.
 */
export async function listTimeline(
  db: Database,
  deviceId: string,
  { kind, limit, cursor }: TimelineQuery,
): Promise<TimelinePage> {
  const wanted = new Set(kind ?? timelineKinds);
  const after = positionOf(cursor);
  const one = limit + 1;
  const [head, checkIns, reports, readings] = await Promise.all([
    findTimelineHead(db.pool, deviceId),
    wanted.has('check_in') || wanted.has('verdict')
      ? selectNotableCheckIns(db.pool, deviceId, after, {
          limit: one,
          verdictOnly: !wanted.has('check_in'),
        })
      : [],
    wanted.has('report') ? selectDeviceReports(db.pool, deviceId, textPosition(after), one) : [],
    wanted.has('read_back') || wanted.has('drift')
      ? selectEntraReadings(db.pool, deviceId, after && { at: after.at, inclusive: readingId < after.id }, {
          limit: one,
          driftOnly: !wanted.has('read_back'),
        })
      : [],
  ]);
  if (head === null) throw new TenkoError('not_found', `Device ${deviceId} not found.`);
  const histories = [
    fromHead(head, wanted, after),
    checkIns.map(fromCheckIn),
    reports.map(fromReport),
    readings.map(fromReading),
  ];
  const merged = mergeNewestFirst(histories, one);
  const events = merged.slice(0, limit);
  const last = events.at(-1);
  const folds = wanted.has('check_in') ? await countFolds(db, deviceId, after, events) : new Map();
  return {
    items: events.flatMap(({ item }, index) => [...foldItem(folds.get(index), item.id), item]),
    nextCursor:
      merged.length > limit && last !== undefined
        ? encodeCursor(sort, { value: last.at.toISOString(), id: last.id })
        : null,
  };
}

function positionOf(cursor: string | undefined): TimelinePosition | null {
  const position = pagePosition(cursor, sort, true);
  return position === null || position.value === null
    ? null
    : { at: new Date(position.value), id: position.id.toLowerCase() };
}

function textPosition(after: TimelinePosition | null): { value: string; id: string } | null {
  return after === null ? null : { value: after.at.toISOString(), id: after.id };
}

/** By the index of the event that comes after the fold. */
async function countFolds(
  db: Database,
  deviceId: string,
  after: TimelinePosition | null,
  events: readonly TimelineEvent[],
): Promise<Map<number, CountedGap>> {
  const gaps = events.map(({ at, id }, index) => ({
    newer: events[index - 1] ?? after,
    older: { at, id },
  }));
  const counted = await countCheckIns(
    db.pool,
    deviceId,
    gaps.map(({ newer, older }) => ({ newer: newer && { at: newer.at, id: newer.id }, older })),
    mostFolded + 1,
  );
  return new Map(counted.map((gap) => [gap.index, gap]));
}

/** It is known by the event before it: it stays the same while check-ins are added to it. */
function foldItem(gap: CountedGap | undefined, before: string): TimelineItem[] {
  if (gap === undefined) return [];
  const exact = gap.count <= mostFolded;
  const at = gap.newestAt.toISOString();
  const count = { value: Math.min(gap.count, mostFolded), exact };
  const id = `unchanged after ${before}`;
  return [{ kind: 'unchanged', id, at, oldestAt: gap.oldestAt.toISOString(), count }];
}
