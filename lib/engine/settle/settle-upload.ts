import { v7 as uuidv7 } from 'uuid';
import { releaseRetired } from '#lib/db/check-ins/azure-ids';
import { endWithdrawals } from '#lib/db/check-ins/azure-ids-to-report';
import { supersedeQueuedReports } from '#lib/db/check-ins/check-ins';
import { recordCall } from '#lib/db/connection/azure-calls';
import type { Transaction } from '#lib/db/core/prisma';
import { settleDevices, settleUploadReports, splitUpload } from '#lib/db/reports/settlement';
import {
  closeUpload,
  findUpload,
  lockUpload,
  lockUploadReports,
  type UploadReport,
} from '#lib/db/reports/uploads';
import type { CallTrace } from '#lib/domain/azure/azure-gateway';
import type { Engine } from '../engine.ts';
import { lookUpRefusedUser } from '../send/look-up-refused-user.ts';
import { failedSettlement, postponeWithdrawals, successfulSettlement } from './settlements.ts';

const readBackAfterSeconds = 2;

/** Microsoft confirmed the message: compare-and-set for each device on what was sent. */
export async function settleCompleted(engine: Engine, uploadId: string, trace: CallTrace): Promise<void> {
  await engine.db.transaction(async (tx) => {
    const upload = await lockUpload(tx, uploadId, ['sent']);
    if (upload === null) return;
    const all = await lockUploadReports(tx, uploadId);
    const reports = all.filter(({ withdrawal }) => !withdrawal);
    const now = engine.clock();
    const settlements = reports.map((report) =>
      successfulSettlement(engine, { id: uploadId, takenAt: upload.sentAt }, report),
    );
    await settleDevices(tx, settlements);
    // A device that is retired now has nothing more to tell, whoever asked meanwhile.
    const finished = settlements.flatMap(({ deviceId, due }) =>
      due !== undefined && due.at === null ? [deviceId] : [],
    );
    await supersedeQueuedReports(tx, finished, now);
    await releaseRetired(tx, finished, now);
    await endWithdrawals(tx, withdrawnBy(all));
    const done = { status: 'successful' as const, errorCode: null, errorDetail: null };
    await settleUploadReports(tx, uploadId, done, now);
    await closeUpload(tx, uploadId, 'completed', null, now);
    await recordCall(tx, { uploadId, step: 'confirm', failure: null, trace, at: now });
    await queueReadBack(engine, tx, reports, finished);
  });
}

function withdrawnBy(reports: readonly UploadReport[]) {
  return reports.flatMap(({ withdrawal, toldAzureDeviceId: azureDeviceId, deviceId }) =>
    withdrawal && azureDeviceId !== null ? [{ azureDeviceId, deviceId }] : [],
  );
}

async function queueReadBack(
  engine: Engine,
  tx: Transaction,
  reports: readonly UploadReport[],
  retired: readonly string[],
): Promise<void> {
  const deviceIds = reports.map(({ deviceId }) => deviceId);
  await engine.queue.enqueue(tx, 'read-back', [{ deviceIds, attempt: 0 }], {
    afterSeconds: readBackAfterSeconds,
  });
  if (!engine.settings.deletesRetired) return;
  const jobs = retired.map((deviceId) => ({ deviceId }));
  await engine.queue.enqueue(tx, 'delete-device', jobs, { afterSeconds: readBackAfterSeconds });
}

/**
 * Microsoft refused the message. One of several devices: halved, until the guilty one stands alone;
 * a single device, or where halving would help nobody: failed, with Microsoft's code and detail.
 */
export async function settleRefused(
  engine: Engine,
  uploadId: string,
  failure: { code: string; detail: string | null },
  { mayHalve = true } = {},
): Promise<void> {
  const found = mayHalve ? await findUpload(engine.db.pool, uploadId) : null;
  const userChanged = found !== null && (await lookUpRefusedUser(engine, found));
  await engine.db.transaction(async (tx) => {
    const upload = await lockUpload(tx, uploadId, ['sending', 'sent']);
    if (upload === null) return;
    const reports = await lockUploadReports(tx, uploadId);
    const now = engine.clock();
    if (reports.length > 1 && mayHalve) {
      await split(engine, tx, reports, now);
      await closeUpload(tx, uploadId, 'split', failure, now);
      return;
    }
    const again = { ...failure, againAt: userChanged ? now : undefined };
    await settleDevices(
      tx,
      reports.flatMap((report) =>
        report.withdrawal ? [] : [failedSettlement(engine, report, upload.sentAt, again)],
      ),
    );
    await postponeWithdrawals(
      engine,
      tx,
      reports.map((report) => ({ report, failure: again })),
    );
    const failed = { status: 'failed' as const, errorCode: failure.code, errorDetail: failure.detail };
    await settleUploadReports(tx, uploadId, failed, now);
    await closeUpload(tx, uploadId, 'failed', failure, now);
  });
}

async function split(
  engine: Engine,
  tx: Transaction,
  reports: readonly UploadReport[],
  now: Date,
): Promise<void> {
  const middle = Math.ceil(reports.length / 2);
  const parts = [reports.slice(0, middle), reports.slice(middle)].map((half) => ({
    uploadId: uuidv7(),
    reportIds: half.map(({ reportId }) => reportId),
  }));
  await splitUpload(tx, parts, now);
  await engine.queue.enqueue(
    tx,
    'upload',
    parts.map(({ uploadId }) => ({ uploadId })),
    { urgent: true },
  );
}
