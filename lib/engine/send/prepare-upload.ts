import { lockIdsToReport, noteReportedIds } from '#lib/db/check-ins/azure-ids-to-report';
import type { Gate } from '#lib/db/connection/connection';
import type { Transaction } from '#lib/db/core/prisma';
import type { DeviceToReport } from '#lib/db/reports/device-to-report';
import {
  closeEmptyUpload,
  countFailed,
  lockReportsToPrepare,
  lockUpload,
  storeBody,
  type UploadReport,
} from '#lib/db/reports/uploads';
import {
  type ReportSettlement,
  restoreShownStatus,
  settleDevices,
  settleReports,
} from '#lib/db/reports/write-settlements';
import type { EntraUsers } from '#lib/domain/azure/entra-user';
import { obstacleOf } from '#lib/domain/devices/obstacle';
import { isReportable, type ReportableSystem } from '#lib/domain/devices/operating-system';
import { admitDevices } from '../claim/admit-devices.ts';
import type { Engine } from '../engine.ts';
import { failedSettlement, postponeWithdrawals } from '../settle/settlements.ts';
import { composeMessage } from './compose-message.ts';
import { type FoundUser, findUserToReport, resolveUsers, type UserProblem } from './resolve-users.ts';

/**
 * Prepares a claimed message: builds its bytes from the devices as they are now, and stores them before they are sent.
 * Leaves out devices that have a newer report or can no longer be reported.
 */
export async function prepareUpload(engine: Engine, uploadId: string, gate: Gate): Promise<void> {
  const users = await resolveUsers(engine, uploadId, gate);
  await engine.db.transaction(async (tx) => {
    if ((await lockUpload(tx, uploadId, ['preparing'])) === null) return;
    const reports = await lockReportsToPrepare(tx, uploadId);
    const sorted = sortOut(reports, await reportsToTell(engine, tx, reports), users);
    await settleDropped(engine, tx, sorted);
    if (sorted.failed.length > 0) await countFailed(tx, uploadId, sorted.failed.length);
    if (sorted.ready.length === 0) {
      await closeEmptyUpload(tx, uploadId, engine.clock());
      return;
    }
    await build(engine, tx, uploadId, sorted.ready, users);
  });
}

type ReportToPrepare = UploadReport & DeviceToReport;
type ReportToTell = ReportToPrepare & { azureDeviceId: string; os: ReportableSystem };

interface PrepareFailure {
  code: UserProblem['code'] | 'newer_device';
  detail: string | null;
  againAt?: Date | undefined;
}

interface Sorted {
  ready: (ReportToTell & { userId: string })[];
  superseded: UploadReport[];
  failed: { report: UploadReport; failure: PrepareFailure }[];
}

/** The reports that can still be sent, each with its Azure id and the last LastUpdateTime of that id. */
async function reportsToTell(
  engine: Engine,
  tx: Transaction,
  reports: readonly ReportToPrepare[],
): Promise<ReportToTell[]> {
  const alive = reports.flatMap((report) => {
    const { azureDeviceId, os, withdrawal, isNewest } = report;
    if (withdrawal || !isNewest || azureDeviceId === null) return [];
    return isReportable(os) && obstacleOf(report) === null
      ? [{ ...report, id: report.deviceId, azureDeviceId, os }]
      : [];
  });
  const admitted = await admitDevices(tx, alive, engine.clock());
  return [...admitted, ...(await withdrawalsToTell(tx, reports))];
}

/** A former id is not withdrawn if a device has it again. */
async function withdrawalsToTell(
  tx: Transaction,
  reports: readonly ReportToPrepare[],
): Promise<ReportToTell[]> {
  const withdrawals = reports.flatMap((report) => {
    const { withdrawal, toldAzureDeviceId: azureDeviceId, os } = report;
    return withdrawal && azureDeviceId !== null && isReportable(os)
      ? [{ ...report, azureDeviceId, os, verdict: 'retired' as const }]
      : [];
  });
  const ids = await lockIdsToReport(
    tx,
    withdrawals.map(({ azureDeviceId }) => azureDeviceId),
  );
  return withdrawals.flatMap((report) => {
    const id = ids.get(report.azureDeviceId);
    const isStill = id?.formerDeviceId === report.deviceId && !id.isHeld;
    return isStill ? [{ ...report, lastUpdateTime: id.lastUpdateTime }] : [];
  });
}

function sortOut(
  reports: readonly ReportToPrepare[],
  toTell: readonly ReportToTell[],
  users: EntraUsers,
): Sorted {
  const told = new Set(toTell.map(({ reportId }) => reportId));
  const superseded = reports.filter(({ reportId }) => !told.has(reportId));
  const sorted: Sorted = { ready: [], superseded, failed: [] };
  for (const report of toTell) {
    if (report.newerDevice !== null && !report.withdrawal) {
      sorted.failed.push({ report, failure: { code: 'newer_device', detail: report.newerDevice } });
      continue;
    }
    const user: FoundUser = findUserToReport(report, users);
    if (user.found) sorted.ready.push({ ...report, userId: user.userId });
    else sorted.failed.push({ report, failure: user.problem });
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
    ...failed.map(({ report, failure: { code, detail } }) => ({
      reportId: report.reportId,
      status: 'failed' as const,
      errorCode: code,
      errorDetail: detail,
    })),
  ];
  await settleReports(tx, settlements, now);
  await settleDevices(
    tx,
    failed.flatMap(({ report, failure }) =>
      report.withdrawal ? [] : [failedSettlement(engine, report, null, failure)],
    ),
  );
  await postponeWithdrawals(engine, tx, failed);
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
  users: EntraUsers,
): Promise<void> {
  const { body, told } = composeMessage(engine.gateway.tenantId, ready, users, engine.clock());
  const built = told.map(({ device, lastUpdateTime }) => {
    const { reportId, deviceId, verdict, stateVersion, azureDeviceId, withdrawal } = device;
    return { reportId, deviceId, verdict, stateVersion, azureDeviceId, withdrawal, lastUpdateTime };
  });
  await storeBody(tx, uploadId, body, built);
  await noteReportedIds(
    tx,
    built.map(({ azureDeviceId, lastUpdateTime }) => ({ azureDeviceId, lastUpdateTime, uploadId })),
  );
}
