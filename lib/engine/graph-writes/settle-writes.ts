import { recordCall } from '#lib/db/connection/azure-calls';
import { closeBatch, countFailed, lockAttempt } from '#lib/db/reports/move-uploads';
import { lockUploadReports, type UploadReport } from '#lib/db/reports/uploads';
import { type ReportSettlement, settleReports } from '#lib/db/reports/write-settlements';
import type { CallTrace } from '#lib/domain/azure/azure-gateway';
import type { DeviceWriteResult } from '#lib/domain/azure/device-writes';
import type { GraphChannel } from '#lib/domain/devices/channel';
import type { Engine } from '../engine.ts';
import { settleConfirmed } from '../settle/settle-upload.ts';
import { type ReportFailure, settleRefused } from '../settle/settlements.ts';

interface WrittenBatch {
  uploadId: string;
  attempt: number;
  channel: GraphChannel;
  /** Null: nothing had to be written */
  trace: CallTrace | null;
  results: readonly DeviceWriteResult[];
  /** The Azure ids that a write which took effect leaves without a tag */
  cleared: ReadonlySet<string>;
}

/**
 * Settles each report of a batch by the result of its own write. Returns how many stay open, for the next attempt. A later
 * attempt has the say: this one then settles nothing.
 */
export async function settleWrites(engine: Engine, batch: WrittenBatch): Promise<number> {
  const { uploadId, channel, trace, cleared } = batch;
  return engine.db.transaction(async (tx) => {
    if (!(await lockAttempt(tx, uploadId, batch.attempt))) return 0;
    const reports = await lockUploadReports(tx, [uploadId]);
    const results = new Map(batch.results.map((result) => [result.azureDeviceId, result]));
    const written: UploadReport[] = [];
    const failed: Refusal[] = [];
    for (const report of reports) {
      const result = results.get(report.toldAzureDeviceId ?? '');
      if (result === undefined || !isFinal(result)) continue;
      const failure = failureOf(result);
      if (failure === null) written.push(report);
      else failed.push({ report, failure });
    }
    const at = engine.clock();
    await settleConfirmed(engine, tx, { channel, takenAt: at, cleared }, written);
    await settleRefused(engine, tx, failed, null);
    await settleReports(tx, [...written.map(successOf), ...failed.map(refusalOf)], at);
    const problem = batch.results.find(({ outcome }) => outcome !== 'written');
    const failure = problem === undefined ? null : failureOf(problem);
    if (trace !== null) await recordCall(tx, { uploadId, step: 'write_devices', failure, trace, at });
    const open = reports.length - written.length - failed.length;
    if (failed.length > 0) await countFailed(tx, uploadId, failed.length);
    if (open === 0) await closeBatch(tx, uploadId, at);
    return open;
  });
}

/** The others stay open, for the next attempt. */
function isFinal({ outcome }: DeviceWriteResult): boolean {
  return outcome === 'written' || outcome === 'not_in_entra' || outcome === 'refused';
}

/** Null: it took effect. */
function failureOf(result: DeviceWriteResult): ReportFailure | null {
  switch (result.outcome) {
    case 'written':
      return null;
    case 'not_in_entra':
      return { code: 'device_not_in_entra', detail: null };
    case 'throttled':
      return { code: 'TooManyRequests', detail: null };
    case 'refused':
    case 'forbidden':
    case 'passing':
      return { code: result.code, detail: result.detail };
  }
}

function successOf({ reportId }: UploadReport): ReportSettlement {
  return { reportId, status: 'successful', errorCode: null, errorDetail: null };
}

interface Refusal {
  report: UploadReport;
  failure: ReportFailure;
}

function refusalOf({ report: { reportId }, failure: { code, detail } }: Refusal): ReportSettlement {
  return { reportId, status: 'failed', errorCode: code, errorDetail: detail };
}
