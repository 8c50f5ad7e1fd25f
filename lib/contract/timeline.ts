import { z } from 'zod';
import { entraProblems } from '#lib/domain/devices/entra-problem';
import { exceptionSteps, retirementSteps, timelineKinds } from '#lib/domain/devices/timeline';
import { verdicts } from '#lib/domain/devices/verdict';
import { triggers } from '#lib/domain/reports/trigger';
import type { Operations } from './operation.ts';
import { many } from './primitives.ts';
import { historyQuery, reportItem } from './report.ts';

const change = z.object({ field: z.string(), from: z.unknown(), to: z.unknown() });

const entraAnswer = z.object({
  isCompliant: z.boolean().nullable(),
  isManaged: z.boolean().nullable(),
  enabled: z.boolean().nullable(),
  complianceExpiresAt: z.string().nullable(),
  problem: z.enum(entraProblems).nullable(),
});

const timelineItem = z
  .discriminatedUnion('kind', [
    z.object({
      /** A check-in that changed something, or the device's first */
      kind: z.literal('check_in'),
      id: z.string(),
      at: z.string(),
      first: z.boolean(),
      /** Null: it was removed, and only its time is known */
      verdict: z.enum(verdicts).nullable(),
      /** The verdict before, if this check-in changed it */
      verdictFrom: z.enum(verdicts).nullable(),
      trigger: z.enum(triggers).nullable(),
      changes: z.array(change),
    }),
    z.object({
      /** Policies said something else of the device, without a check-in: time passed, or an admin changed them */
      kind: z.literal('policies'),
      id: z.string(),
      at: z.string(),
      verdict: z.enum(verdicts),
      /** The verdict before, if this changed it */
      verdictFrom: z.enum(verdicts).nullable(),
      trigger: z.enum(triggers).nullable(),
      changes: z.array(change),
    }),
    z.object({
      /** Check-ins in a row that changed nothing; `at` is the newest's time. Not exact: at least as many */
      kind: z.literal('unchanged'),
      id: z.string(),
      at: z.string(),
      oldestAt: z.string(),
      count: z.object({ value: z.number().int(), exact: z.boolean() }),
    }),
    z.object({ kind: z.literal('report'), id: z.string(), at: z.string(), report: reportItem }),
    z.object({
      /** Entra's answer changed, or drift began or ended */
      kind: z.literal('read_back'),
      id: z.string(),
      at: z.string(),
      answer: entraAnswer,
      /** Null: this is the first known answer */
      before: entraAnswer.nullable(),
      /** What Microsoft had confirmed at that time; null: nothing */
      reportedVerdict: z.enum(verdicts).nullable(),
      drift: z.enum(['began', 'ended']).nullable(),
    }),
    z.object({
      /** The device was excepted from a policy, or that ended on its day. Not of an exception that was deleted since */
      kind: z.literal('exception'),
      id: z.string(),
      at: z.string(),
      step: z.enum(exceptionSteps),
      policyId: z.string(),
      policy: z.string(),
      until: z.string(),
      reason: z.string(),
      createdBy: z.string(),
    }),
    z.object({
      kind: z.literal('retirement'),
      id: z.string(),
      at: z.string(),
      step: z.enum(retirementSteps),
    }),
  ])
  .meta({ id: 'TimelineItem' });
export type TimelineItem = z.infer<typeof timelineItem>;

/** `limit` counts events; the folded check-ins between them are extra. */
export const timelineQuery = historyQuery.extend({ kind: many(z.enum(timelineKinds)) });
export type TimelineQuery = z.infer<typeof timelineQuery>;

export const timelinePage = z.object({ items: z.array(timelineItem), nextCursor: z.string().nullable() });
export type TimelinePage = z.infer<typeof timelinePage>;

export const timelineOperations = {
  'GET /api/v1/devices/{id}/timeline': {
    summary:
      'List everything that happened to a device, newest first. Check-ins without a change are summarized',
    scope: 'devices:read',
    query: timelineQuery,
    answer: timelinePage,
    problems: [404],
  },
} satisfies Operations;
