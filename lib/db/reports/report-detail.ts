import type { AzureStep } from '#lib/domain/azure/connection-health';
import type { UploadStatus } from '#lib/domain/reports/report-status';
import type { Queryable } from '../core/prisma.ts';
import { ofDeviceColumns, type ReportLogRow } from './report-page.ts';
import { reportColumns } from './reports.ts';

export interface ReportDetailRow extends ReportLogRow {
  azureDeviceId: string | null;
  /** Null: no message speaks of the device for this report */
  lastUpdateTime: Date | null;
}

export async function findReport(db: Queryable, id: string): Promise<ReportDetailRow | null> {
  const rows = await db.$queryRaw<ReportDetailRow[]>`
    SELECT ${reportColumns}, ${ofDeviceColumns}, r.azure_device_id AS "azureDeviceId",
      r.last_update_time AS "lastUpdateTime"
    FROM reports r JOIN devices d ON d.id = r.device_id LEFT JOIN uploads u ON u.id = r.upload_id
    WHERE r.id = ${id}::uuid`;
  return rows[0] ?? null;
}

export interface MessageRow {
  id: string;
  status: UploadStatus;
  body: string | null;
  deviceCount: number;
  attempts: number;
  createdAt: Date;
  sentAt: Date | null;
  settledAt: Date | null;
  errorCode: string | null;
  errorDetail: string | null;
  calls: MessageCallRow[];
}

export interface MessageCallRow {
  step: AzureStep;
  firstAt: Date;
  lastAt: Date;
  times: number;
  failed: boolean;
  durationMs: number;
  httpStatus: number | null;
  errorCode: string | null;
  errorDetail: string | null;
  answer: string | null;
  clientRequestId: string | null;
  requestId: string | null;
}

/** A message with every call about it that is kept, oldest first. */
export async function findMessage(db: Queryable, id: string): Promise<MessageRow | null> {
  return db.upload.findUnique({
    where: { id },
    include: { calls: { orderBy: [{ firstAt: 'asc' }, { id: 'asc' }] } },
  });
}
