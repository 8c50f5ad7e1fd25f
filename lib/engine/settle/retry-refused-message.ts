import { v7 as uuidv7 } from 'uuid';
import { forgetEntraUsers, storeEntraUsers } from '#lib/db/connection/entra-users';
import type { Transaction } from '#lib/db/core/prisma';
import { closeUploads } from '#lib/db/reports/move-uploads';
import {
  findUpload,
  findUploadUsers,
  lockUpload,
  lockUploadReports,
  type UploadReport,
} from '#lib/db/reports/uploads';
import { settleUploadReports, splitUpload } from '#lib/db/reports/write-settlements';
import { AzureError } from '#lib/domain/azure/azure-gateway';
import { findKnownUser } from '#lib/domain/azure/entra-user';
import { noteAzureError } from '../connection-health.ts';
import type { Engine } from '../engine.ts';
import { findKnownUsers } from '../send/resolve-users.ts';
import { settleRefused } from './settlements.ts';

/**
 * Microsoft refused the message. If it is about several devices, each half is sent again as a message of its own, until the
 * device at fault is alone. The report of a single device fails with Microsoft's code and detail, and is due again at once
 * if its user has a new object id. `mayHalve` false: no device is at fault, so all reports fail.
 */
export async function retryRefusedMessage(
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
    const reports = await lockUploadReports(tx, [uploadId]);
    const now = engine.clock();
    if (reports.length > 1 && mayHalve) {
      await sendHalves(engine, tx, reports, now);
      await closeUploads(tx, [uploadId], 'split', failure, now);
      return;
    }
    const again = { ...failure, againAt: userChanged ? now : undefined };
    const refused = reports.map((report) => ({ report, failure: again }));
    await settleRefused(engine, tx, refused, upload.sentAt);
    const failed = { status: 'failed' as const, errorCode: failure.code, errorDetail: failure.detail };
    await settleUploadReports(tx, [uploadId], failed, now);
    await closeUploads(tx, [uploadId], 'failed', failure, now);
  });
}

async function sendHalves(
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

/**
 * The object id of the user may be that of an account that was deleted and created again. An id that was looked up before
 * the message was composed is forgotten and looked up once more. Returns whether it is another one now. False for a message
 * about several devices, or where the feed gave the id.
 */
async function lookUpRefusedUser(engine: Engine, upload: { id: string; createdAt: Date }): Promise<boolean> {
  const devices = await findUploadUsers(engine.db.pool, upload.id);
  const [device] = devices;
  if (device === undefined || devices.length > 1 || device.userAzureId !== null) return false;
  const names = [device.azureUserPrincipalName, device.userPrincipalName].flatMap(
    (name) => name?.toLowerCase() ?? [],
  );
  const users = await findKnownUsers(engine.db.pool, names, engine.clock());
  const reported = findKnownUser(device, users);
  const name = reported?.principalName.toLowerCase();
  if (reported == null || name === undefined) return false;
  const lookedUpAt = users.get(name)?.lookedUpAt;
  if (lookedUpAt === undefined || lookedUpAt >= upload.createdAt) return false;
  await forgetEntraUsers(engine.db.pool, names, upload.createdAt);
  try {
    const objectId = await engine.gateway.findUserObjectId(name);
    await storeEntraUsers(engine.db.pool, new Map([[name, objectId]]), engine.clock());
    return objectId !== reported.objectId;
  } catch (error) {
    // The next report looks it up again.
    if (!(error instanceof AzureError)) throw error;
    await noteAzureError(engine, error, { service: 'graph', step: 'find_user' });
    return false;
  }
}
