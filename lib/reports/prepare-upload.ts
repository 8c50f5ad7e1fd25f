import type { Transaction } from '../db/database.ts';
import { type ReportSettlement, restoreShownStatus, settleDevices, settleReports } from '../db/settlement.ts';
import {
  type BuiltReport,
  closeUpload,
  lockUpload,
  lockUploadReports,
  storeBody,
  type UploadReport,
} from '../db/uploads.ts';
import { nextUpdateTime, partnerEntriesOf, partnerMessageBody } from '../domain/partner-message.ts';
import { obstacleOf } from '../domain/reportability.ts';
import type { Engine } from './engine.ts';
import { principalNameOf, resolveUsers } from './resolve-users.ts';
import { failedSettlement } from './settlements.ts';

/**
 * Makes a claimed message ready: its bytes are built from the devices as they are now and stored before they are
 * sent. A device that a newer report took over, or that can no longer be reported, drops out.
 */
export async function prepareUpload(engine: Engine, uploadId: string): Promise<void> {
  const users = await resolveUsers(engine, uploadId);
  await engine.db.transaction(async (tx) => {
    if ((await lockUpload(tx, uploadId, ['preparing'])) === null) return;
    const reports = await lockUploadReports(tx, uploadId);
    const sorted = sortOut(reports, users);
    await settleDropped(engine, tx, sorted);
    if (sorted.ready.length === 0) {
      await closeUpload(tx, uploadId, 'failed', { code: 'nothing_to_send', detail: null }, engine.clock());
      return;
    }
    await build(engine, tx, uploadId, sorted.ready);
  });
}

type PrepareFailure = 'user_not_found' | 'user_unknown' | 'newer_device';

interface Sorted {
  ready: { report: UploadReport; azureDeviceId: string; userId: string }[];
  superseded: UploadReport[];
  failed: { report: UploadReport; code: PrepareFailure; detail: string | null }[];
}

function sortOut(reports: readonly UploadReport[], users: ReadonlyMap<string, string | null>): Sorted {
  const sorted: Sorted = { ready: [], superseded: [], failed: [] };
  for (const report of reports) {
    const { azureDeviceId } = report;
    if (!report.isNewest || azureDeviceId === null || obstacleOf(report) !== null) {
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
    const userId = report.userAzureId ?? (principalName === null ? null : (users.get(principalName) ?? null));
    if (userId !== null) sorted.ready.push({ report, azureDeviceId, userId });
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
    failed.map(({ report, code, detail }) => failedSettlement(engine, report, { code, detail })),
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
  const now = engine.clock();
  const { tenantId } = engine.gateway;
  const entries: object[] = [];
  const built: BuiltReport[] = [];
  for (const { report, azureDeviceId, userId } of ready) {
    const lastUpdateTime = nextUpdateTime(report.lastUpdateTime, now);
    const userPrincipalName = report.azureUserPrincipalName ?? report.userPrincipalName;
    entries.push(
      ...partnerEntriesOf(
        tenantId,
        { ...report, azureDeviceId, userId, userPrincipalName, lastUpdateTime },
        now,
      ),
    );
    const { reportId, deviceId, verdict, stateVersion } = report;
    built.push({ reportId, deviceId, verdict, stateVersion, azureDeviceId, lastUpdateTime });
  }
  await storeBody(tx, uploadId, partnerMessageBody(tenantId, entries, now), built);
}
