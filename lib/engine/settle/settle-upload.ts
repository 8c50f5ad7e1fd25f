import { chunk, uniqBy } from 'es-toolkit';
import { releaseRetired } from '#lib/db/check-ins/azure-ids';
import { endWithdrawals } from '#lib/db/check-ins/azure-ids-to-report';
import { supersedeQueuedReports } from '#lib/db/check-ins/check-ins';
import { endFollowUps, followTags, forgetTags } from '#lib/db/check-ins/follow-ups';
import { recordCalls } from '#lib/db/connection/azure-calls';
import { lookUpByIds } from '#lib/db/core/plan-hints';
import type { Transaction } from '#lib/db/core/prisma';
import { closeUploads } from '#lib/db/reports/move-uploads';
import { lockUploadReports, lockUploads, type UploadReport } from '#lib/db/reports/uploads';
import { settleDevices, settleUploadReports } from '#lib/db/reports/write-settlements';
import type { CallTrace } from '#lib/domain/azure/azure-gateway';
import type { Channel } from '#lib/domain/devices/channel';
import type { Engine } from '../engine.ts';
import { gather } from '../gather.ts';
import { successfulSettlement } from './settlements.ts';

const readBackAfterSeconds = 2;
const devicesPerReadBack = 50;

/** Messages that are settled in one transaction: more would keep many rows locked for long */
const messagesAtOnce = 12;

interface Confirmed {
  uploadId: string;
  trace: CallTrace;
}

/** Microsoft confirmed the message: settles each device by compare-and-set on what was sent. */
export const settleCompleted = gather<Confirmed, void>(async (engine, confirmed) => {
  const messages = uniqBy(confirmed, ({ uploadId }) => uploadId);
  const left = await engine.db.transaction((tx) => settleAll(engine, tx, messages));
  // One after the other: each goes by what the one before made of the device.
  for (const message of left) await engine.db.transaction((tx) => settleAll(engine, tx, [message]));
  return [];
}, messagesAtOnce);

/** Returns the messages that are left, since another one is about the same device. */
async function settleAll(
  engine: Engine,
  tx: Transaction,
  messages: readonly Confirmed[],
): Promise<Confirmed[]> {
  const locked = await lockUploads(
    tx,
    messages.map(({ uploadId }) => uploadId),
    ['sent'],
  );
  if (locked.length === 0) return [];
  await lookUpByIds(tx);
  const all = await lockUploadReports(
    tx,
    locked.map(({ id }) => id),
  );
  const left = laterMessages(all);
  const ids = locked.flatMap(({ id }) => (left.has(id) ? [] : [id]));
  const now = engine.clock();
  const reports = all.filter(({ uploadId }) => !left.has(uploadId));
  await settleConfirmed(engine, tx, { channel: 'partner' }, reports);
  await settleUploadReports(tx, ids, { status: 'successful', errorCode: null, errorDetail: null }, now);
  await closeUploads(tx, ids, 'completed', null, now);
  const settled = messages.filter(({ uploadId }) => ids.includes(uploadId));
  await recordCalls(
    tx,
    settled.map(({ uploadId, trace }) => ({ uploadId, step: 'confirm', failure: null, trace, at: now })),
  );
  return messages.filter(({ uploadId }) => left.has(uploadId));
}

/** Messages about a device that another one is about too: all but the first. */
function laterMessages(reports: readonly UploadReport[]): Set<string> {
  const first = new Map<string, string>();
  const later = new Set<string>();
  for (const { deviceId, uploadId } of reports) {
    const known = first.get(deviceId);
    if (known === undefined) first.set(deviceId, uploadId);
    else if (known !== uploadId) later.add(uploadId);
  }
  return later;
}

interface Confirmation {
  channel: Channel;
  /** When Microsoft took the reports; left out: when it took the message of each */
  takenAt?: Date;
  /** Azure ids that it leaves without a tag */
  cleared?: ReadonlySet<string>;
}

/** What follows for the devices of reports that Microsoft confirmed, and for the former ids that it withdrew. */
export async function settleConfirmed(
  engine: Engine,
  tx: Transaction,
  { channel, takenAt, cleared = new Set() }: Confirmation,
  confirmed: readonly UploadReport[],
): Promise<void> {
  const now = engine.clock();
  const reports = confirmed.filter(({ withdrawal, followUp }) => !withdrawal && !followUp);
  const settlements = reports.map((report) => successfulSettlement(engine, report, takenAt ?? report.sentAt));
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
    { channel, cleared },
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

interface ConfirmedReports {
  confirmed: readonly UploadReport[];
  /** Those of devices, by their own channel, that nothing newer was confirmed before */
  own: readonly UploadReport[];
}

/** What a message of a channel means for the other one. Devices may have moved to another channel since they were claimed. */
async function settleFollowUps(
  tx: Transaction,
  { channel: by, cleared }: { channel: Channel; cleared: ReadonlySet<string> },
  { confirmed, own }: ConfirmedReports,
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
  await engine.queue.enqueue(
    tx,
    'read-back',
    chunk(deviceIds, devicesPerReadBack).map((some) => ({ deviceIds: some, attempt: 0 })),
    { afterSeconds: readBackAfterSeconds },
  );
  if (!engine.settings.deletesRetired) return;
  const jobs = retired.map((deviceId) => ({ deviceId }));
  await engine.queue.enqueue(tx, 'delete-device', jobs, { afterSeconds: readBackAfterSeconds });
}
