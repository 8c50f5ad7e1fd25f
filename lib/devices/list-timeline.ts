import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import {
  type CountedGap,
  countCheckIns,
  type EntraAnswerRow,
  type EntraReadingRow,
  findTimelineHead,
  type NotableCheckIn,
  selectEntraReadings,
  selectNotableCheckIns,
  type TimelineHead,
} from '#lib/db/devices/timeline';
import { type ExceptionStepRow, selectExceptionSteps } from '#lib/db/policies/policy-exceptions';
import { type ReportRow, selectDeviceReports } from '#lib/db/reports/reports';
import {
  compareNewestFirst,
  mergeNewestFirst,
  type RetirementStep,
  type TimelineKind,
  type TimelinePosition,
  timelineKinds,
} from '#lib/domain/devices/timeline';
import { encodeCursor } from '#lib/domain/text/cursor';
import { timesAsText } from '#lib/domain/text/times-as-text';
import type { TimelineItem, TimelinePage, TimelineQuery } from '../contract/timeline.ts';
import { TenkoError } from '../errors.ts';

const sort = '-at';
/** A fold of more says "more than" */
const mostFolded = 1000;

/**
 * All that happened to a device, newest first: a merge of indexed histories, each read no further than a page.
 * Check-ins that changed nothing are counted between the events around them. Throws `not_found`.
 */
export async function listTimeline(
  db: Database,
  deviceId: string,
  { kind, limit, cursor }: TimelineQuery,
  now: Date,
): Promise<TimelinePage> {
  const wanted = new Set(kind ?? timelineKinds);
  const after = positionOf(cursor);
  const one = limit + 1;
  const [head, checkIns, reports, readings, exceptions] = await Promise.all([
    findTimelineHead(db.pool, deviceId),
    wanted.has('check_in') || wanted.has('verdict') || wanted.has('policies')
      ? selectNotableCheckIns(db.pool, deviceId, after, {
          limit: one,
          checkIns: wanted.has('check_in'),
          policies: wanted.has('policies'),
          verdicts: wanted.has('verdict'),
        })
      : [],
    wanted.has('report') ? selectDeviceReports(db.pool, deviceId, textPosition(after), one) : [],
    wanted.has('read_back') || wanted.has('drift')
      ? selectEntraReadings(db.pool, deviceId, after && { at: after.at, inclusive: readingId < after.id }, {
          limit: one,
          driftOnly: !wanted.has('read_back'),
        })
      : [],
    wanted.has('exception') ? selectExceptionSteps(db.pool, deviceId, after, { limit: one, now }) : [],
  ]);
  if (head === null) throw new TenkoError('not_found', `Device ${deviceId} not found.`);
  const histories = [
    fromHead(head, wanted, after),
    checkIns.map(fromCheckIn),
    reports.map(fromReport),
    readings.map(fromReading),
    exceptions.map(fromException),
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

interface TimelineEvent extends TimelinePosition {
  item: TimelineItem;
}

/** At the same time, an entry without an id of its own comes before those with one. */
const madeUpId = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`;
/** Of what Entra answered: a device has one answer at a time. */
const readingId = madeUpId(1);
const retirementIds = { asked: madeUpId(2), retired: madeUpId(3), deleted: madeUpId(4) } as const;
/** Of a first check-in that is forgotten by now. */
const firstId = madeUpId(0);

function fromCheckIn({ at, byPolicies, ...row }: NotableCheckIn): TimelineEvent {
  const { id } = row;
  const time = at.toISOString();
  if (byPolicies) return { at, id, item: { kind: 'policies', at: time, ...row } };
  return { at, id, item: { kind: 'check_in', at: time, first: false, ...row } };
}

function fromReport(row: ReportRow): TimelineEvent {
  const report = timesAsText(row);
  const { id, createdAt } = row;
  return { at: createdAt, id, item: { kind: 'report', id, at: report.createdAt, report } };
}

function fromReading(row: EntraReadingRow): TimelineEvent {
  const { at, before, reportedVerdict, drift, ...answer } = row;
  const time = at.toISOString();
  return {
    at,
    id: readingId,
    item: {
      kind: 'read_back',
      id: `read_back ${time}`,
      at: time,
      answer: answerOf(answer),
      before: before && answerOf(before),
      reportedVerdict,
      drift,
    },
  };
}

function fromException({ at, id, until, ...row }: ExceptionStepRow): TimelineEvent {
  const times = { at: at.toISOString(), until: until.toISOString() };
  return { at, id, item: { kind: 'exception', id: `exception ${row.step} ${id}`, ...times, ...row } };
}

function answerOf({ complianceExpiresAt, ...answer }: EntraAnswerRow) {
  const expiresAt = complianceExpiresAt === null ? null : new Date(complianceExpiresAt).toISOString();
  return { ...answer, complianceExpiresAt: expiresAt };
}

/** The first check-in, and how far a retirement got; those that are older than a position. */
function fromHead(
  head: TimelineHead,
  wanted: ReadonlySet<TimelineKind>,
  after: TimelinePosition | null,
): TimelineEvent[] {
  const { retireAskedAt, retiredAt, entraDeletedAt } = head;
  const retirement = [
    retirementOf('asked', retireAskedAt),
    retirementOf('retired', retiredAt),
    retirementOf('deleted', entraDeletedAt),
  ].flat();
  const events = [
    ...(wanted.has('check_in') ? [firstCheckIn(head)] : []),
    ...(wanted.has('retirement') ? retirement : []),
  ];
  return after === null ? events : events.filter((event) => compareNewestFirst(event, after) > 0);
}

function retirementOf(step: RetirementStep, at: Date | null): TimelineEvent[] {
  if (at === null) return [];
  const item = { kind: 'retirement', id: `retirement ${step}`, at: at.toISOString(), step } as const;
  return [{ at, id: retirementIds[step], item }];
}

function firstCheckIn({ firstCheckInAt: at, ...head }: TimelineHead): TimelineEvent {
  const id = head.firstCheckInId ?? firstId;
  return {
    at,
    id,
    item: {
      kind: 'check_in',
      id,
      at: at.toISOString(),
      first: true,
      verdict: head.firstVerdict,
      verdictFrom: null,
      trigger: head.firstTrigger,
      changes: [],
    },
  };
}
