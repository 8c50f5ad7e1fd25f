import { releaseRetired } from '#lib/db/check-ins/azure-ids';
import { endWithdrawals } from '#lib/db/check-ins/azure-ids-to-report';
import { supersedeQueuedReports } from '#lib/db/check-ins/check-ins';
import { endFollowUps, followTags, forgetTags } from '#lib/db/check-ins/follow-ups';
import { recordCall } from '#lib/db/connection/azure-calls';
import type { Transaction } from '#lib/db/core/prisma';
import { closeUpload, lockUpload, lockUploadReports, type UploadReport } from '#lib/db/reports/uploads';
import { settleDevices, settleUploadReports } from '#lib/db/reports/write-settlements';
import type { CallTrace } from '#lib/domain/azure/azure-gateway';
import type { Channel } from '#lib/domain/devices/channel';
import type { Engine } from '../engine.ts';
import { successfulSettlement } from './settlements.ts';

const readBackAfterSeconds = 2;

/** Microsoft confirmed the message: settles each device by compare-and-set on what was sent. */
export async function settleCompleted(engine: Engine, uploadId: string, trace: CallTrace): Promise<void> {
  await engine.db.transaction(async (tx) => {
    const upload = await lockUpload(tx, uploadId, ['sent']);
    if (upload === null) return;
    const now = engine.clock();
    const reports = await lockUploadReports(tx, uploadId);
    await settleConfirmed(engine, tx, { id: uploadId, takenAt: upload.sentAt, channel: 'partner' }, reports);
    const done = { status: 'successful' as const, errorCode: null, errorDetail: null };
    await settleUploadReports(tx, uploadId, done, now);
    await closeUpload(tx, uploadId, 'completed', null, now);
    await recordCall(tx, { uploadId, step: 'confirm', failure: null, trace, at: now });
  });
}

interface ConfirmedMessage {
  id: string;
  takenAt: Date | null;
  channel: Channel;
  /** Azure ids that it leaves without a tag */
  cleared?: ReadonlySet<string>;
}

/** What follows for the devices of reports that Microsoft confirmed, and for the former ids that it withdrew. */
export async function settleConfirmed(
  engine: Engine,
  tx: Transaction,
  message: ConfirmedMessage,
  confirmed: readonly UploadReport[],
): Promise<void> {
  const now = engine.clock();
  const reports = confirmed.filter(({ withdrawal, followUp }) => !withdrawal && !followUp);
  const settlements = reports.map((report) => successfulSettlement(engine, message, report));
  await settleDevices(tx, settlements);
  // A retired device has nothing left to report, even if a report was requested meanwhile.
  const finished = settlements.flatMap(({ deviceId, due }) =>
    due !== undefined && due.at === null ? [deviceId] : [],
  );
  await supersedeQueuedReports(tx, finished, now);
  await releaseRetired(tx, finished, now);
  await endWithdrawals(tx, withdrawnBy(confirmed));
  const newest = new Set(settlements.flatMap(({ deviceId, confirmed }) => (confirmed ? [deviceId] : [])));
  await settleFollowUps(
    tx,
    message,
    { confirmed, own: reports.filter(({ deviceId }) => newest.has(deviceId)) },
    now,
  );
  await queueReadBack(
    engine,
    tx,
    confirmed.filter(({ withdrawal }) => !withdrawal),
    finished,
  );
}

interface Confirmed {
  confirmed: readonly UploadReport[];
  /** Those of devices, by their own channel, that nothing newer was confirmed before */
  own: readonly UploadReport[];
}

/** What a message of a channel means for the other one. Devices may have moved to another channel since they were claimed. */
async function settleFollowUps(
  tx: Transaction,
  { channel: by, cleared = new Set() }: ConfirmedMessage,
  { confirmed, own }: Confirmed,
  now: Date,
): Promise<void> {
  if (by !== 'partner' && by !== 'tag') return;
  // Where another report is due already, it may be for what is to be followed up: that one ends it.
  const over = own.filter(({ channel, reportDueAt }) => channel === by && reportDueAt === null);
  await endFollowUps(tx, by, toldIdsOf(over));
  if (by === 'partner') return;
  await followTags(tx, toldIdsOf(own), now);
  const ids = toldIdsOf(confirmed);
  await forgetTags(
    tx,
    ids.filter((id) => cleared.has(id)),
  );
}

function toldIdsOf(reports: readonly UploadReport[]): string[] {
  return reports.flatMap(({ toldAzureDeviceId: id }) => (id === null ? [] : [id]));
}

function withdrawnBy(reports: readonly UploadReport[]) {
  return reports.flatMap(({ withdrawal, toldAzureDeviceId: azureDeviceId, deviceId }) =>
    withdrawal && azureDeviceId !== null ? [{ azureDeviceId, deviceId }] : [],
  );
}

/** Entra is asked whether it follows; the objects of retired devices are deleted where an admin chose that. */
async function queueReadBack(
  engine: Engine,
  tx: Transaction,
  reports: readonly UploadReport[],
  retired: readonly string[],
): Promise<void> {
  if (reports.length === 0) return;
  const deviceIds = reports.map(({ deviceId }) => deviceId);
  await engine.queue.enqueue(tx, 'read-back', [{ deviceIds, attempt: 0 }], {
    afterSeconds: readBackAfterSeconds,
  });
  if (!engine.settings.deletesRetired) return;
  const jobs = retired.map((deviceId) => ({ deviceId }));
  await engine.queue.enqueue(tx, 'delete-device', jobs, { afterSeconds: readBackAfterSeconds });
}
