import type { ReportDetail } from '../contract/report.ts';
import type { Database } from '../db/database.ts';
import { findReport } from '../db/reports.ts';
import { entriesOfDevice } from '../domain/partner-message.ts';
import { TenkoError } from '../errors.ts';
import { toReportItem } from './list-device-reports.ts';

/** One report with what was sent. Throws `not_found`. */
export async function getReport(db: Database, id: string): Promise<ReportDetail> {
  const row = await findReport(db.pool, id);
  if (row === null) throw new TenkoError('not_found', `There is no report ${id}.`);
  const { body, azureDeviceId } = row;
  return {
    ...toReportItem(row),
    deviceName: row.deviceName,
    attempts: row.attempts ?? 0,
    clientRequestId: row.clientRequestId,
    requestId: row.requestId,
    payload: body === null || azureDeviceId === null ? null : entriesOfDevice(body, azureDeviceId),
  };
}
