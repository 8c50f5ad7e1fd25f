import type { EntraAnswerRow, EntraReadingRow, NotableCheckIn, TimelineHead } from '#lib/db/devices/timeline';
import type { ReportRow } from '#lib/db/reports/reports';
import {
  compareNewestFirst,
  type RetirementStep,
  type TimelineKind,
  type TimelinePosition,
} from '#lib/domain/devices/timeline';
import { timesAsText } from '#lib/domain/text/times-as-text';
import type { TimelineItem } from '../contract/timeline.ts';

export interface TimelineEvent extends TimelinePosition {
  item: TimelineItem;
}

/** What has no id of its own stands, at one and the same time, before all that has one. */
const madeUpId = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`;
/** Of what Entra answered: a device has one answer at a time. */
export const readingId = madeUpId(1);
const retirementIds = { asked: madeUpId(2), retired: madeUpId(3), deleted: madeUpId(4) } as const;
/** Of a first check-in that is forgotten by now. */
const firstId = madeUpId(0);

export function fromCheckIn({ at, ...row }: NotableCheckIn): TimelineEvent {
  const { id } = row;
  return { at, id, item: { kind: 'check_in', at: at.toISOString(), first: false, ...row } };
}

export function fromReport(row: ReportRow): TimelineEvent {
  const report = timesAsText(row);
  const { id, createdAt } = row;
  return { at: createdAt, id, item: { kind: 'report', id, at: report.createdAt, report } };
}

export function fromReading(row: EntraReadingRow): TimelineEvent {
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

function answerOf({ complianceExpiresAt, ...answer }: EntraAnswerRow) {
  const expiresAt = complianceExpiresAt === null ? null : new Date(complianceExpiresAt).toISOString();
  return { ...answer, complianceExpiresAt: expiresAt };
}

/** The first check-in, and how far a retirement got; those that are older than a position. */
export function fromHead(
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
