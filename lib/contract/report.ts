import { z } from 'zod';
import { azureSteps } from '#lib/domain/azure/connection-health';
import { reportingChannels } from '#lib/domain/devices/channel';
import { verdicts } from '#lib/domain/devices/verdict';
import { reportSorts } from '#lib/domain/reports/report-criteria';
import { reportStatuses, uploadStatuses } from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import { exportFormats } from './device-list.ts';
import type { Operations } from './operation.ts';
import { flag, many, text, timestamp, uuid, wholeNumber } from './primitives.ts';

const nullableText = z.string().nullable();
const count = z.number().int();

export const reportItem = z
  .object({
    id: z.string(),
    deviceId: z.string(),
    trigger: z.enum(triggers),
    status: z.enum(reportStatuses),
    verdict: z.enum(verdicts),
    messageId: nullableText,
    /** The way by which it goes to Microsoft; null: not claimed yet */
    channel: z.enum(reportingChannels).nullable(),
    createdAt: z.string(),
    sentAt: nullableText,
    settledAt: nullableText,
    errorCode: nullableText,
    errorDetail: nullableText,
    requestedBy: nullableText,
    /** The Azure id that is reported to Microsoft */
    azureDeviceId: nullableText,
    /** It withdraws a former Azure id of the device: not managed, not compliant */
    withdrawal: z.boolean(),
    /**
     * It is beside the device's own reports: it keeps compliance in step with a tag, clears the tag that was left, or repeats the
     * tag of a device that cannot be reported
     */
    followUp: z.boolean(),
  })
  .meta({ id: 'Report' });
export type ReportItem = z.infer<typeof reportItem>;

const ofDevice = { deviceName: z.string(), externalId: z.string(), feed: z.string() };

export const reportLogItem = reportItem.extend(ofDevice).meta({ id: 'ReportLogItem' });
export type ReportLogItem = z.infer<typeof reportLogItem>;

/** The message to Microsoft: this report, and possibly those of other devices */
const reportMessage = z.object({
  id: z.string(),
  status: z.enum(uploadStatuses),
  createdAt: z.string(),
  sentAt: nullableText,
  settledAt: nullableText,
  deviceCount: count,
  errorCode: nullableText,
  errorDetail: nullableText,
});
export type ReportMessage = z.infer<typeof reportMessage>;

/** A call to Microsoft about the message. The same answer to the same step only increases the count. */
const reportCall = z.object({
  step: z.enum(azureSteps),
  firstAt: z.string(),
  lastAt: z.string(),
  times: count,
  failed: z.boolean(),
  /** Of the newest call */
  durationMs: count,
  /** Null: no answer */
  httpStatus: count.nullable(),
  errorCode: nullableText,
  errorDetail: nullableText,
  /** The answer, cut to 2,000 characters */
  answer: nullableText,
  clientRequestId: nullableText,
  requestId: nullableText,
});
export type ReportCall = z.infer<typeof reportCall>;

export const reportDetail = reportLogItem
  .extend({
    message: reportMessage.nullable(),
    /** How often Tenko tried to send the message */
    attempts: count,
    /** Oldest first; removed earlier than the report if the report is its device's newest */
    calls: z.array(reportCall),
    /** Of the newest upload */
    clientRequestId: nullableText,
    requestId: nullableText,
    /** This device's entries of the message, exactly as sent; null: it is in no message (yet) */
    payload: z.array(z.unknown()).nullable(),
  })
  .meta({ id: 'ReportDetail' });
export type ReportDetail = z.infer<typeof reportDetail>;

/** Of the log and of its export */
const reportFilter = z.strictObject({
  status: many(z.enum(reportStatuses)),
  trigger: many(z.enum(triggers)),
  verdict: many(z.enum(verdicts)),
  deviceId: uuid.optional(),
  createdAfter: timestamp.optional().describe('At this time or later'),
  createdBefore: timestamp.optional().describe('Before this time'),
  errorCode: text(200).optional(),
  q: text(200)
    .optional()
    .describe(
      'Words of a device, as in the device list; or the whole id of a report, a message, or a request to Microsoft',
    ),
  sort: z.enum(reportSorts).default('-createdAt'),
});

export const reportLogQuery = reportFilter.extend({
  count: flag.describe(
    'true: the total, exact up to 10,000; left out where a search is about too many devices',
  ),
  limit: wholeNumber(1, 200).default(50),
  cursor: z.string().max(1000).optional(),
});
export type ReportLogQuery = z.infer<typeof reportLogQuery>;

export const reportLogPage = z.object({
  items: z.array(reportLogItem),
  nextCursor: nullableText,
  total: z.object({ value: count, exact: z.boolean() }).optional(),
});
export type ReportLogPage = z.infer<typeof reportLogPage>;

export const reportExportQuery = reportFilter.extend({
  format: z.enum(exportFormats).default('csv'),
  bom: flag.describe('true: starts a CSV with a byte order mark, by which Excel knows UTF-8'),
});
export type ReportExportQuery = z.infer<typeof reportExportQuery>;
/** Of a file, for each field of the log. New ones come last. */
export const reportExportColumns = Object.keys(reportLogItem.shape);

export const historyQuery = z.strictObject({
  limit: wholeNumber(1, 200).default(20),
  cursor: z.string().max(1000).optional(),
});
export type HistoryQuery = z.infer<typeof historyQuery>;

export const reportPage = z.object({ items: z.array(reportItem), nextCursor: nullableText });
export type ReportPage = z.infer<typeof reportPage>;

export const reportAccepted = z.object({ reportId: z.string() });

export const checkInHistoryItem = z
  .object({
    id: z.string(),
    checkedInAt: z.string(),
    receivedAt: z.string(),
    verdict: z.enum(verdicts),
    trigger: z.enum(triggers).nullable(),
    /** `field`: a field of the check-in, such as `osVersion`; `violations` lists policies */
    changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
  })
  .meta({ id: 'CheckInHistoryItem' });

export const checkInPage = z.object({ items: z.array(checkInHistoryItem), nextCursor: nullableText });
export type CheckInPage = z.infer<typeof checkInPage>;

export const reportOperations = {
  'GET /api/v1/reports': {
    summary: 'List the reports of all devices, page by page',
    scope: 'devices:read',
    query: reportLogQuery,
    answer: reportLogPage,
  },
  'GET /api/v1/reports/export': {
    summary:
      'Export all matching reports as a file, streamed, without the sent data and the calls to Microsoft',
    scope: 'devices:read',
    query: reportExportQuery,
    answer: z.string(),
    media: { csv: 'text/csv', ndjson: 'application/x-ndjson' },
  },
  'GET /api/v1/reports/{id}': {
    summary: 'Get a report with its message, its calls to Microsoft, and the sent data',
    scope: 'devices:read',
    answer: reportDetail,
    problems: [404],
  },
  'GET /api/v1/devices/{id}/reports': {
    summary: 'List the reports of a device, newest first',
    scope: 'devices:read',
    query: historyQuery,
    answer: reportPage,
    problems: [404],
  },
  'POST /api/v1/devices/{id}/reports': {
    summary: 'Report now',
    scope: 'reports:write',
    status: 202,
    answer: reportAccepted,
    problems: [404, 409],
  },
  'GET /api/v1/devices/{id}/check-ins': {
    summary: 'List the check-ins of a device with their changes, newest first',
    scope: 'devices:read',
    query: historyQuery,
    answer: checkInPage,
    problems: [404],
  },
} satisfies Operations;
