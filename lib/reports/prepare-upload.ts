import type { Gate } from '../db/connection.ts';
import type { Transaction } from '../db/database.ts';
import type { DeviceToTell } from '../db/device-to-tell.ts';
import { type ReportSettlement, restoreShownStatus, settleDevices, settleReports } from '../db/settlement.ts';
import {
  closeEmptyUpload,
  countFailed,
  lockReportsToPrepare,
  lockUpload,
  storeBody,
  type UploadReport,
} from '../db/uploads.ts';
import { isReportable, type ReportableSystem } from '../domain/operating-system.ts';
import { obstacleOf } from '../domain/reportability.ts';
import { composeMessage, principalNameOf, userIdOf } from './compose-message.ts';
import type { Engine } from './engine.ts';
import { resolveUsers } from './resolve-users.ts';
import { failedSettlement } from './settlements.ts';

/**
 * Makes a claimed message ready: its bytes are built from the devices as they are now and stored before they are
 * sent. A device that a newer report took over, or that can no longer be reported, drops out.
 */
export async function prepareUpload(engine: Engine, uploadId: string, gate: Gate): Promise<void> {
  const users = await resolveUsers(engine, uploadId, gate);
  await engine.db.transaction(async (tx) => {
    if ((await lockUpload(tx, uploadId, ['preparing'])) === null) return;
    const reports = await lockReportsToPrepare(tx, uploadId);
    const sorted = sortOut(reports, users);
    await settleDropped(engine, tx, sorted);
    if (sorted.failed.length > 0) await countFailed(tx, uploadId, sorted.failed.length);
    if (sorted.ready.length === 0) {
      await closeEmptyUpload(tx, uploadId, engine.clock());
      return;
    }
    await build(engine, tx, uploadId, sorted.ready);
  });
}

type PrepareFailure = 'user_not_found' | 'user_unknown' | 'newer_device';

type ReportToPrepare = UploadReport & DeviceToTell;

interface Sorted {
  ready: (ReportToPrepare & { azureDeviceId: string; os: ReportableSystem; userId: string })[];
  superseded: UploadReport[];
  failed: { report: UploadReport; code: PrepareFailure; detail: string | null }[];
}

function sortOut(reports: readonly ReportToPrepare[], users: ReadonlyMap<string, string | null>): Sorted {
  const sorted: Sorted = { ready: [], superseded: [], failed: [] };
  for (const report of reports) {
    const { azureDeviceId, os } = report;
    if (!report.isNewest || azureDeviceId === null || !isReportable(os) || obstacleOf(report) !== null) {
      sorted.superseded.push(report);
      continue;
    }
    if (report.newerDevice !== null) {
      sorted.failed.push({ report, code: 'newer_device', detail: report.newerDevice });
      continue;
    }
    const principalName = principalNameOf(report);
    // The user changed since the look-up: the job runs again.
    if (report.userAzureId === null && principalName !== null && !users.has(principalName)) {
      throw new Error('the user of a device changed while its message was made ready');
    }
    const userId = userIdOf(report, users);
    if (userId !== null) sorted.ready.push({ ...report, azureDeviceId, os, userId });
    else if (principalName === null) sorted.failed.push({ report, code: 'user_unknown', detail: null });
    else sorted.failed.push({ report, code: 'user_not_found', detail: principalName });
  }
  return sorted;
}

async function settleDropped(engine: Engine, tx: Transaction, { superseded, failed }: Sorted): Promise<void> {
  const now = engine.clock();
  const settlements: ReportSettlement[] = [
    ...superseded.map(({ reportId }) => ({
      reportId,
      status: 'superseded' as const,
      errorCode: null,
      errorDetail: null,
    })),
    ...failed.map(({ report, code, detail }) => ({
      reportId: report.reportId,
      status: 'failed' as const,
      errorCode: code,
      errorDetail: detail,
    })),
  ];
  await settleReports(tx, settlements, now);
  await settleDevices(
    tx,
    failed.map(({ report, code, detail }) => failedSettlement(engine, report, null, { code, detail })),
  );
  const shown = superseded.filter(({ isNewest }) => isNewest);
  await restoreShownStatus(
    tx,
    shown.map(({ deviceId }) => deviceId),
  );
}

async function build(
  engine: Engine,
  tx: Transaction,
  uploadId: string,
  ready: Sorted['ready'],
): Promise<void> {
  const { body, told } = composeMessage(engine.gateway.tenantId, ready, engine.clock());
  const built = told.map(({ device, lastUpdateTime }) => {
    const { reportId, deviceId, verdict, stateVersion, azureDeviceId } = device;
    return { reportId, deviceId, verdict, stateVersion, azureDeviceId, lastUpdateTime };
  });
  await storeBody(tx, uploadId, body, built);
}
