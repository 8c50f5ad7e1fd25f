import { releaseRetired } from '#lib/db/check-ins/azure-ids';
import { endWithdrawals } from '#lib/db/check-ins/azure-ids-to-report';
import { supersedeQueuedReports } from '#lib/db/check-ins/check-ins';
import { recordCall } from '#lib/db/connection/azure-calls';
import type { Transaction } from '#lib/db/core/prisma';
import {
  closeBatch,
  countFailed,
  lockAttempt,
  lockUploadReports,
  type UploadReport,
} from '#lib/db/reports/uploads';
import { settleDevices, settleReports } from '#lib/db/reports/write-settlements';
import type { CallTrace } from '#lib/domain/azure/azure-gateway';
import type { DeviceWriteResult } from '#lib/domain/azure/device-writes';
import type { Engine } from '../engine.ts';
import { queueReadBack } from '../settle/settle-upload.ts';
import { failedSettlement, postponeWithdrawals, successfulSettlement } from '../settle/settlements.ts';

interface WrittenBatch {
  uploadId: string;
  attempt: number;
  trace: CallTrace;
  results: readonly DeviceWriteResult[];
}

type Final = { outcome: 'written' } | { outcome: 'failed'; code: string; detail: string | null };

/**
 * Settles each report of a batch by the result of its own write. Returns how many stay open, for the next attempt. A later
 * attempt has the say: this one then settles nothing.
 */
export async function settleWrites(engine: Engine, batch: WrittenBatch): Promise<number> {
  const { uploadId, trace } = batch;
  return engine.db.transaction(async (tx) => {
    if (!(await lockAttempt(tx, uploadId, batch.attempt))) return 0;
    const reports = await lockUploadReports(tx, uploadId);
    const finals = new Map(batch.results.flatMap((result) => finalOf(result)));
    const written: UploadReport[] = [];
    const failed: { report: UploadReport; failure: { code: string; detail: string | null } }[] = [];
    for (const report of reports) {
      const final = finals.get(report.toldAzureDeviceId ?? '');
      if (final?.outcome === 'written') written.push(report);
      else if (final !== undefined) failed.push({ report, failure: final });
    }
    await settleWritten(engine, tx, uploadId, written);
    await settleFailed(engine, tx, failed);
    const problem = batch.results.find(({ outcome }) => outcome !== 'written');
    await recordCall(tx, {
      uploadId,
      step: 'write_devices',
      failure: failureOf(problem),
      trace,
      at: engine.clock(),
    });
    const open = reports.length - written.length - failed.length;
    if (failed.length > 0) await countFailed(tx, uploadId, failed.length);
    if (open === 0) await closeBatch(tx, uploadId, engine.clock());
    return open;
  });
}

function finalOf(result: DeviceWriteResult): [string, Final][] {
  const { azureDeviceId } = result;
  switch (result.outcome) {
    case 'written':
      return [[azureDeviceId, { outcome: 'written' }]];
    case 'not_in_entra':
      return [[azureDeviceId, { outcome: 'failed', code: 'device_not_in_entra', detail: null }]];
    case 'refused':
      return [[azureDeviceId, { outcome: 'failed', code: result.code, detail: result.detail }]];
    case 'forbidden':
    case 'throttled':
    case 'passing':
      return [];
  }
}

function failureOf(result: DeviceWriteResult | undefined): { code: string; detail: string | null } | null {
  switch (result?.outcome) {
    case undefined:
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

async function settleWritten(
  engine: Engine,
  tx: Transaction,
  uploadId: string,
  written: readonly UploadReport[],
): Promise<void> {
  const now = engine.clock();
  const reports = written.filter(({ withdrawal }) => !withdrawal);
  const settlements = reports.map((report) =>
    successfulSettlement(engine, { id: uploadId, takenAt: now }, report),
  );
  await settleDevices(tx, settlements);
  const finished = settlements.flatMap(({ deviceId, due }) =>
    due !== undefined && due.at === null ? [deviceId] : [],
  );
  await supersedeQueuedReports(tx, finished, now);
  await releaseRetired(tx, finished, now);
  await endWithdrawals(
    tx,
    written.flatMap(({ withdrawal, toldAzureDeviceId: azureDeviceId, deviceId }) =>
      withdrawal && azureDeviceId !== null ? [{ azureDeviceId, deviceId }] : [],
    ),
  );
  await settleReports(
    tx,
    written.map(({ reportId }) => ({ reportId, status: 'successful', errorCode: null, errorDetail: null })),
    now,
  );
  await queueReadBack(engine, tx, reports, finished);
}

async function settleFailed(
  engine: Engine,
  tx: Transaction,
  failed: readonly { report: UploadReport; failure: { code: string; detail: string | null } }[],
): Promise<void> {
  await settleDevices(
    tx,
    failed.flatMap(({ report, failure }) =>
      report.withdrawal ? [] : [failedSettlement(engine, report, null, failure)],
    ),
  );
  await postponeWithdrawals(
    engine,
    tx,
    failed.map(({ report }) => ({ report })),
  );
  await settleReports(
    tx,
    failed.map(({ report: { reportId }, failure: { code, detail } }) => ({
      reportId,
      status: 'failed',
      errorCode: code,
      errorDetail: detail,
    })),
    engine.clock(),
  );
}
