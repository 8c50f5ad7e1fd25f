import { z } from 'zod';
import { walkKinds } from '#lib/domain/sources/source';
import { sourceProblemCodes, sourceRunStages, sourceRunStates } from '#lib/domain/sources/source-problem';
import { skipReasons } from '#lib/domain/sources/source-reader';
import { intakeError, intakeWarning } from '../check-in.ts';
import type { Operations } from '../operation.ts';
import { wholeNumber } from '../primitives.ts';

const nullableText = z.string().nullable();
const count = z.number().int();

const problem = z.object({
  code: z.enum(sourceProblemCodes),
  /** In the words of the source, where it has any */
  message: z.string(),
  /** HTTP status */
  status: count.nullable(),
});

export const sourceRun = z
  .object({
    id: z.string(),
    kind: z.enum(walkKinds),
    state: z.enum(sourceRunStates),
    stage: z
      .enum(sourceRunStages)
      .describe(
        'What it does: reads pages, asks for single devices (quick), or marks missing devices (full)',
      ),
    startedAt: z.string(),
    endedAt: nullableText,
    /** Who started it; null: the schedule */
    requestedBy: nullableText,
    read: count.describe('Records that were read; each is one of the next six'),
    created: count,
    changed: count,
    unchanged: count,
    stale: count,
    rejected: count,
    skipped: count,
    missing: count
      .nullable()
      .describe(
        'Devices of the feed that the source does not list, at the end of a full run; null: not known',
      ),
    /** Devices at the source, as it says; null: it does not say */
    total: count.nullable(),
    /** Until when it waits, because the source asks for that or has failed; null: it does not wait */
    waitingUntil: nullableText,
    /** Failures since the last page, each of which may pass; several end the run */
    failures: count,
    cancelledAt: nullableText,
    cancelledBy: nullableText,
    /** Why it failed; of a running one, the last failure that may pass */
    problem: problem.nullable(),
  })
  .meta({ id: 'SourceRun' });
export type SourceRunItem = z.infer<typeof sourceRun>;

const skipped = z.object({
  externalId: nullableText,
  reason: z.enum(skipReasons),
  detail: nullableText,
});
const nativeRecord = z
  .object({
    /** As the source has it: any JSON */
    record: z.unknown(),
    cut: z.boolean().describe('true: it is longer than what is shown'),
  })
  .describe('As the source sent it, shortened, and without what looks like a secret');
export const sourceTest = z
  .object({
    ok: z.boolean(),
    problem: problem.optional(),
    /** Devices at the source, as it says */
    total: count.optional(),
    devices: z.array(z.record(z.string(), z.unknown())).describe('The first 20 as check-ins'),
    notes: z
      .array(z.object({ warnings: z.array(intakeWarning), errors: z.array(intakeError) }))
      .describe(
        'For each of the devices: what would be left out of its check-in, and why it would be rejected',
      ),
    records: z
      .array(nativeRecord.extend({ externalId: nullableText }))
      .describe('For each of the devices: what its check-in was made of'),
    skipped: z
      .array(skipped.extend({ native: nativeRecord.optional() }))
      .describe('Of the first page, at most 100; the first 20 with what the source sent'),
  })
  .meta({ id: 'SourceTest' });
export type SourceTest = z.infer<typeof sourceTest>;

const runQuery = z.strictObject({ limit: wholeNumber(1, 200).default(50) });
export type SourceRunQuery = z.infer<typeof runQuery>;

export const sourceRunOperations = {
  'GET /api/v1/sources/{id}/runs': {
    summary: 'List the runs of a source, newest first. Runs are kept for 30 days',
    scope: 'devices:read',
    query: runQuery,
    answer: z.object({ items: z.array(sourceRun) }),
    problems: [404],
  },
  'GET /api/v1/sources/{id}/runs/{runId}': {
    summary: 'Get a run',
    scope: 'devices:read',
    answer: sourceRun,
    problems: [404],
  },
  'DELETE /api/v1/sources/{id}/runs/{runId}': {
    summary: 'Cancel a run. What it has recorded stays. A run that has ended is returned as it is',
    scope: 'admin',
    answer: sourceRun,
    problems: [404],
  },
  'GET /api/v1/sources/{id}/runs/{runId}/skips': {
    summary: 'List the records that a run left out, newest first: at most 1,000',
    scope: 'devices:read',
    answer: z.object({ items: z.array(skipped) }),
    problems: [404],
  },
} satisfies Operations;
