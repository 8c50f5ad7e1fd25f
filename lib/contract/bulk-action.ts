import { z } from 'zod';
import { holdingConditions } from '#lib/domain/azure/connection-condition';
import { bulkActionKinds, bulkOutcomes } from '#lib/domain/reports/bulk-action';
import { deviceFilters, deviceTotal, stepsNeedPolicy } from './device-list.ts';
import type { Operations } from './operation.ts';
import { many, text, uuid, wholeNumber } from './primitives.ts';

export const mostDeviceIds = 10_000;
const nullableTime = z.string().nullable();
const count = z.number().int();

/** The filter of the device list, as JSON: flags are `true`. */
const bulkFilter = deviceFilters
  .extend({
    drift: z.literal(true).optional(),
    entraDisagrees: z.literal(true).optional(),
    neverReported: z.literal(true).optional(),
    userHasToAct: z.literal(true).optional(),
    azureIdTaken: z.literal(true).optional(),
    missing: z.literal(true).optional(),
    restored: z.literal(true).optional(),
  })
  .superRefine(stepsNeedPolicy);
export type BulkFilter = z.infer<typeof bulkFilter>;

export const bulkTarget = {
  /** 1 to 10,000; each once */
  deviceIds: z.array(uuid).min(1).max(mostDeviceIds).optional(),
  /** All that match; `{}`: every device */
  filter: bulkFilter.optional(),
};

export const onlyOneTarget = (body: { deviceIds?: unknown; filter?: unknown }, context: z.RefinementCtx) => {
  const given = [body.deviceIds, body.filter].filter((value) => value !== undefined).length;
  if (given === 1) return;
  const message = 'give either deviceIds or filter';
  for (const path of ['deviceIds', 'filter']) context.addIssue({ code: 'custom', path: [path], message });
};

export const bulkReportBody = z.strictObject(bulkTarget).superRefine(onlyOneTarget);

/** For actions that need a confirmed count: retirements and moves of Azure ids */
export const bulkConfirmedBody = z
  .strictObject({
    ...bulkTarget,
    /** How many devices the admin confirmed; refused if the number has changed */
    confirmedCount: z.number().int().min(0),
  })
  .superRefine(onlyOneTarget);

export const bulkAccepted = z.object({ id: z.string(), total: count });
export type BulkAccepted = z.infer<typeof bulkAccepted>;

export const bulkAction = z
  .object({
    id: z.string(),
    kind: z.enum(bulkActionKinds),
    /** Null: the request listed the devices by id */
    filter: bulkFilter.nullable(),
    requestedBy: z.string(),
    createdAt: z.string(),
    startedAt: nullableTime,
    finishedAt: nullableTime,
    cancelledAt: nullableTime,
    cancelledBy: z.string().nullable(),
    total: count,
    waiting: count,
    underWay: count,
    successful: count,
    failed: count,
    notPossible: count,
    cancelled: count,
    /** Estimated from the recent rate; null: unknown, or finished */
    secondsLeft: count.nullable(),
    /** What holds it up; null: nothing */
    hold: z.enum(holdingConditions).nullable(),
  })
  .meta({ id: 'BulkAction' });
export type BulkAction = z.infer<typeof bulkAction>;

const paging = {
  limit: wholeNumber(1, 200).default(50),
  cursor: z.string().max(1000).optional(),
};

export const bulkActionQuery = z.strictObject(paging);
export type BulkActionQuery = z.infer<typeof bulkActionQuery>;

/** Newest first */
export const bulkActionPage = z.object({ items: z.array(bulkAction), nextCursor: z.string().nullable() });
export type BulkActionPage = z.infer<typeof bulkActionPage>;

export const bulkExportQuery = z.strictObject({
  outcome: many(z.enum(bulkOutcomes)),
  reason: text(200).optional().describe('Only devices with this cause, as listed under `causes`'),
});
export type BulkExportQuery = z.infer<typeof bulkExportQuery>;

export const bulkItemQuery = bulkExportQuery.extend(paging);
export type BulkItemQuery = z.infer<typeof bulkItemQuery>;

const bulkItem = z
  .object({
    deviceId: z.string(),
    /** Null: the device does not exist */
    deviceName: z.string().nullable(),
    externalId: z.string().nullable(),
    feed: z.string().nullable(),
    outcome: z.enum(bulkOutcomes),
    /** An obstacle, `already_retired`, `gone`, …, or the code of a failed report */
    reason: z.string().nullable(),
    /** Microsoft's own words on a failed report */
    detail: z.string().nullable(),
    reportId: z.string().nullable(),
  })
  .meta({ id: 'BulkItem' });
export type BulkItem = z.infer<typeof bulkItem>;

/** In the order of device ids */
export const bulkItemPage = z.object({ items: z.array(bulkItem), nextCursor: z.string().nullable() });
export type BulkItemPage = z.infer<typeof bulkItemPage>;

/** The most frequent first */
export const bulkCauses = z.object({
  items: z.array(
    z
      .object({
        outcome: z.enum(['failed', 'not_possible']),
        /** As in the results */
        reason: z.string(),
        /** Exact up to 10,000 */
        count: deviceTotal,
        /** Microsoft's own words on one of these devices; null: none */
        detail: z.string().nullable(),
      })
      .meta({ id: 'BulkCause' }),
  ),
});
export type BulkCauses = z.infer<typeof bulkCauses>;
export type BulkCause = BulkCauses['items'][number];

/** The operations that every kind of bulk action has under its id */
const ofOne = {
  read: {
    summary: 'Get a bulk action with its progress',
    scope: 'devices:read',
    answer: bulkAction,
    problems: [404],
  },
  cancel: {
    summary: 'Cancel the remaining devices. Reports in progress are completed',
    answer: bulkAction,
    problems: [404],
  },
  items: {
    summary: 'List the result for each device, page by page',
    scope: 'devices:read',
    query: bulkItemQuery,
    answer: bulkItemPage,
    problems: [404],
  },
  causes: {
    summary: 'List why devices failed or were not possible, with the number of devices of each cause',
    scope: 'devices:read',
    answer: bulkCauses,
    problems: [404],
  },
  export: {
    summary: 'Export the result for each device as CSV, streamed',
    scope: 'devices:read',
    query: bulkExportQuery,
    answer: z.string(),
    media: 'text/csv',
    problems: [404],
  },
} as const;

export const bulkActionOperations = {
  'GET /api/v1/bulk-actions': {
    summary: 'List bulk actions with their progress, newest first',
    scope: 'devices:read',
    query: bulkActionQuery,
    answer: bulkActionPage,
  },
  'GET /api/v1/bulk-actions/{id}': {
    summary: 'Get a bulk action of any kind with its progress',
    scope: 'devices:read',
    answer: bulkAction,
    problems: [404],
  },
  'POST /api/v1/bulk-reports': {
    summary: 'Report devices now: the listed ones, or all that match a filter',
    scope: 'reports:write',
    body: bulkReportBody,
    status: 202,
    answer: bulkAccepted,
  },
  'GET /api/v1/bulk-reports/{id}': ofOne.read,
  'DELETE /api/v1/bulk-reports/{id}': { ...ofOne.cancel, scope: 'reports:write' },
  'GET /api/v1/bulk-reports/{id}/items': ofOne.items,
  'GET /api/v1/bulk-reports/{id}/causes': ofOne.causes,
  'GET /api/v1/bulk-reports/{id}/export': ofOne.export,
  'POST /api/v1/bulk-retirements': {
    summary: 'Retire devices, listed or matching a filter, if their number is as confirmed',
    scope: 'admin',
    body: bulkConfirmedBody,
    status: 202,
    answer: bulkAccepted,
    problems: [409],
  },
  'GET /api/v1/bulk-retirements/{id}': ofOne.read,
  'DELETE /api/v1/bulk-retirements/{id}': { ...ofOne.cancel, scope: 'admin' },
  'GET /api/v1/bulk-retirements/{id}/items': ofOne.items,
  'GET /api/v1/bulk-retirements/{id}/causes': ofOne.causes,
  'GET /api/v1/bulk-retirements/{id}/export': ofOne.export,
  'POST /api/v1/bulk-azure-id-moves': {
    summary:
      'Move Azure ids that another feed holds to the feeds of these devices, listed or matching a filter, if their number is as confirmed',
    scope: 'admin',
    body: bulkConfirmedBody,
    status: 202,
    answer: bulkAccepted,
    problems: [409],
  },
  'GET /api/v1/bulk-azure-id-moves/{id}': ofOne.read,
  'DELETE /api/v1/bulk-azure-id-moves/{id}': { ...ofOne.cancel, scope: 'admin' },
  'GET /api/v1/bulk-azure-id-moves/{id}/items': ofOne.items,
  'GET /api/v1/bulk-azure-id-moves/{id}/causes': ofOne.causes,
  'GET /api/v1/bulk-azure-id-moves/{id}/export': ofOne.export,
} satisfies Operations;
