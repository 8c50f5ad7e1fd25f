import type { Database } from '#lib/db/core/database';
import {
  findMessage,
  findReport,
  type MessageCallRow,
  type MessageRow,
  type ReportDetailRow,
} from '#lib/db/reports/report-page';
import { entriesOfDevice } from '#lib/domain/reports/partner-message';
import { writesOfDevice } from '#lib/domain/reports/write-batch';
import type { ReportCall, ReportDetail, ReportMessage } from '../contract/report.ts';
import { TenkoError } from '../errors.ts';
import { toLogItem } from './list-reports.ts';

/** One report with its message, the calls about it, and what was sent. Throws `not_found`. */
export async function getReport(db: Database, id: string): Promise<ReportDetail> {
  const row = await findReport(db.pool, id);
  if (row === null) throw new TenkoError('not_found', `Report ${id} not found.`);
  const message = row.messageId === null ? null : await findMessage(db.pool, row.messageId);
  const calls = message?.calls ?? [];
  const uploads = calls.filter(({ step }) => step === 'upload' || step === 'write_devices');
  return {
    ...toLogItem(row),
    message: message && toMessage(message),
    // Calls are forgotten before the newest report of a device is: the message itself has counted them too.
    attempts:
      calls.length > 0 ? uploads.reduce((sum, { times }) => sum + times, 0) : (message?.attempts ?? 0),
    calls: calls.map(toCall),
    clientRequestId: uploads.at(-1)?.clientRequestId ?? null,
    requestId: uploads.at(-1)?.requestId ?? null,
    payload: payloadOf(row, message),
  };
}

/** A report that dropped out while its message was made ready has none, even if other devices are in the message. */
function payloadOf({ azureDeviceId, lastUpdateTime }: ReportDetailRow, message: MessageRow | null) {
  const body = message?.body ?? null;
  if (body === null || azureDeviceId === null || lastUpdateTime === null) return null;
  const isMessage = message?.channel === 'partner';
  const entries = isMessage ? entriesOfDevice(body, azureDeviceId) : writesOfDevice(body, azureDeviceId);
  return entries.length === 0 ? null : entries;
}

function toMessage({ id, status, deviceCount, errorCode, errorDetail, ...times }: MessageRow): ReportMessage {
  return {
    id,
    status,
    createdAt: times.createdAt.toISOString(),
    sentAt: times.sentAt?.toISOString() ?? null,
    settledAt: times.settledAt?.toISOString() ?? null,
    deviceCount,
    errorCode,
    errorDetail,
  };
}

function toCall(call: MessageCallRow): ReportCall {
  const { step, times, failed, durationMs, httpStatus, errorCode, errorDetail, answer } = call;
  return {
    step,
    firstAt: call.firstAt.toISOString(),
    lastAt: call.lastAt.toISOString(),
    times,
    failed,
    durationMs,
    httpStatus,
    errorCode,
    errorDetail,
    answer,
    clientRequestId: call.clientRequestId,
    requestId: call.requestId,
  };
}
