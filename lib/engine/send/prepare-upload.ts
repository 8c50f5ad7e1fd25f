import { noteReportedIds } from '#lib/db/check-ins/azure-ids-to-report';
import type { Gate } from '#lib/db/connection/connection';
import type { Transaction } from '#lib/db/core/prisma';
import { closeEmptyUpload, countFailed } from '#lib/db/reports/move-uploads';
import { lockReportsToPrepare, lockUpload, storeBody } from '#lib/db/reports/uploads';
import type { EntraUsers } from '#lib/domain/azure/entra-user';
import { isPartnerSystem, type PartnerSystem } from '#lib/domain/devices/operating-system';
import type { Engine } from '../engine.ts';
import { composeMessage } from './compose-message.ts';
import { type DroppedReports, type ReportToTell, reportsToTell, settleDropped } from './reports-to-tell.ts';
import { findUserToReport, resolveUsers } from './resolve-users.ts';

/**
 * Prepares a claimed message: builds its bytes from the devices as they are now, and stores them before they are sent.
 * Leaves out devices that have a newer report or can no longer be reported.
 */
export async function prepareUpload(engine: Engine, uploadId: string, gate: Gate): Promise<void> {
  const users = await resolveUsers(engine, uploadId, gate);
  await engine.db.transaction(async (tx) => {
    if ((await lockUpload(tx, uploadId, ['preparing'])) === null) return;
    const reports = await lockReportsToPrepare(tx, uploadId);
    const { ready, dropped } = addUsers(await reportsToTell(engine, tx, 'partner', reports), users);
    await settleDropped(engine, tx, dropped);
    if (dropped.failed.length > 0) await countFailed(tx, uploadId, dropped.failed.length);
    if (ready.length === 0) {
      await closeEmptyUpload(tx, uploadId, engine.clock());
      return;
    }
    await build(engine, tx, uploadId, ready, users);
  });
}

type ReadyReport = ReportToTell & { userId: string; os: PartnerSystem };

/** The partner service takes no report without the user's object id, and none of other systems. */
function addUsers(
  told: { ready: ReportToTell[] } & DroppedReports,
  users: EntraUsers,
): { ready: ReadyReport[]; dropped: DroppedReports } {
  const ready: ReadyReport[] = [];
  const dropped = { superseded: [...told.superseded], failed: [...told.failed] };
  for (const report of told.ready) {
    const { os } = report;
    const user = findUserToReport(report, users);
    if (!isPartnerSystem(os)) dropped.superseded.push(report);
    else if (user.found) ready.push({ ...report, os, userId: user.userId });
    else dropped.failed.push({ report, failure: user.problem });
  }
  return { ready, dropped };
}

async function build(
  engine: Engine,
  tx: Transaction,
  uploadId: string,
  ready: readonly ReadyReport[],
  users: EntraUsers,
): Promise<void> {
  const { body, told } = composeMessage(engine.gateway.tenantId, ready, users, engine.clock());
  const built = told.map(({ device, lastUpdateTime }) => {
    const { reportId, deviceId, verdict, stateVersion, azureDeviceId, withdrawal, followUp } = device;
    return { reportId, deviceId, verdict, stateVersion, azureDeviceId, withdrawal, followUp, lastUpdateTime };
  });
  await storeBody(tx, uploadId, body, built);
  await noteReportedIds(
    tx,
    'partner',
    built.map(({ azureDeviceId, lastUpdateTime }) => ({ azureDeviceId, lastUpdateTime, uploadId })),
  );
}
