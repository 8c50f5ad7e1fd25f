import { z } from 'zod';
import { reportStatuses } from '../domain/report-status.ts';
import { triggers } from '../domain/trigger.ts';
import { verdicts } from '../domain/verdict.ts';

const nullableText = z.string().nullable();

export const reportItem = z
  .object({
    id: z.string(),
    deviceId: z.string(),
    trigger: z.enum(triggers),
    status: z.enum(reportStatuses),
    verdict: z.enum(verdicts),
    messageId: nullableText,
    createdAt: z.string(),
    sentAt: nullableText,
    settledAt: nullableText,
    errorCode: nullableText,
    errorDetail: nullableText,
    requestedBy: nullableText,
  })
  .meta({ id: 'Report' });
export type ReportItem = z.infer<typeof reportItem>;

export const reportDetail = reportItem
  .extend({
    deviceName: z.string(),
    attempts: z.number().int(),
    clientRequestId: nullableText,
    requestId: nullableText,
    /** This device's entries of the message, exactly as sent; null: nothing was sent yet */
    payload: z.array(z.unknown()).nullable(),
  })
  .meta({ id: 'ReportDetail' });
export type ReportDetail = z.infer<typeof reportDetail>;

export const historyQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(20),
  cursor: z.string().max(1000).optional(),
});
export type HistoryQuery = z.infer<typeof historyQuery>;

export const reportPage = z.object({ items: z.array(reportItem), nextCursor: nullableText });
export type ReportPage = z.infer<typeof reportPage>;

export const reportAccepted = z.object({ reportId: z.string() });
export type ReportAccepted = z.infer<typeof reportAccepted>;

export const checkInHistoryItem = z
  .object({
    id: z.string(),
    checkedInAt: z.string(),
    receivedAt: z.string(),
    verdict: z.enum(verdicts),
    trigger: z.enum(triggers).nullable(),
    /** `field`: a name of the check-in, such as `osVersion`; `violations` lists policies */
    changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
  })
  .meta({ id: 'CheckInHistoryItem' });
export type CheckInHistoryItem = z.infer<typeof checkInHistoryItem>;

export const checkInPage = z.object({ items: z.array(checkInHistoryItem), nextCursor: nullableText });
export type CheckInPage = z.infer<typeof checkInPage>;
