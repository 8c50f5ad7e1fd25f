import {
  type BulkActionRow,
  countMoved,
  lockBulkAction,
  type Moved,
} from '#lib/db/bulk-actions/bulk-actions';
import { cancelItems, type ItemMove, moveItems, nextItems } from '#lib/db/bulk-actions/bulk-items';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import { type DeviceToQueue, endRestoredWait, lockDevicesToQueue } from '#lib/db/devices/devices-to-queue';
import { mayBeReported, obstacleOf } from '#lib/domain/devices/obstacle';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import { moveAzureIds } from '#lib/engine/azure-ids/move-azure-ids';
import { queueReports } from '#lib/engine/queue-reports';
import { retireLockedDevices } from '#lib/engine/retire-locked-devices';
import type { Log } from '../log.ts';

/** What the steps of bulk actions are given. */
export interface BulkWorker {
  db: Database;
  log: Log;
  /** Now; passed in, so that tests can move it */
  clock: () => Date;
}

/** Devices of one transaction: more would keep many rows locked for long. */
const devicesAtOnce = 500;
const cancelledAtOnce = 10_000;

export interface Room {
  /** Devices that may be reached now */
  devices: number;
  /** Reports that may be on their way in all */
  underWay: number;
}

/**
 * Reaches the next devices of a bulk action in the order of their ids, as far as there is room. Of one that was
 * cancelled, what is left is marked as such. Returns how many were reached.
 */
export async function advanceBulkAction(worker: BulkWorker, id: string, room: Room): Promise<number> {
  const now = worker.clock();
  return worker.db.transaction(async (tx) => {
    const action = await lockBulkAction(tx, id);
    if (action === null) return 0;
    const cancelled = action.cancelledAt !== null;
    const some = Math.min(devicesAtOnce, room.devices, room.underWay - action.underWay);
    const most = cancelled ? cancelledAtOnce : some;
    const part = most > 0 ? await nextItems(tx, id, action.cursor, most) : [];
    const cursor = part.at(-1);
    if (cursor === undefined) return 0;
    const moved = cancelled ? await cancel(tx, id, part) : await act(tx, action, part, now);
    await countMoved(tx, id, moved, { cursor, now });
    return part.length;
  });
}

async function cancel(tx: Transaction, id: string, part: readonly string[]): Promise<Moved> {
  await cancelItems(tx, id, part);
  return { cancelled: part.length };
}

async function act(
  tx: Transaction,
  action: BulkActionRow,
  part: readonly string[],
  now: Date,
): Promise<Moved> {
  const request = { requestedBy: action.requestedBy, now };
  const moves = await acts[action.kind](tx, part, request);
  await moveItems(tx, action.id, moves);
  return tally(moves);
}

type Act = (tx: Transaction, part: readonly string[], request: Request) => Promise<ItemMove[]>;

const acts = {
  report: (tx, part, request) => onLocked(tx, part, (devices) => report(tx, devices, request)),
  retire: (tx, part, request) => onLocked(tx, part, (devices) => retire(tx, devices, request)),
  // It locks these devices together with those of other feeds.
  move_azure_id: moveIds,
} satisfies Record<BulkActionKind, Act>;

async function onLocked(
  tx: Transaction,
  part: readonly string[],
  act: (devices: readonly DeviceToQueue[]) => Promise<ItemMove[]>,
): Promise<ItemMove[]> {
  const devices = await lockDevicesToQueue(tx, part);
  const there = new Set(devices.map(({ id }) => id));
  const gone = part.filter((deviceId) => !there.has(deviceId)).map((id) => impossible(id, 'gone'));
  return [...gone, ...(await act(devices))];
}

async function moveIds(tx: Transaction, part: readonly string[], request: Request): Promise<ItemMove[]> {
  const actor = { kind: 'admin' as const, name: request.requestedBy, requestId: null };
  const moved = await moveAzureIds(tx, part, { actor, now: request.now });
  return part.map((deviceId) =>
    moved.has(deviceId)
      ? { deviceId, outcome: 'successful', reason: null, reportId: null }
      : impossible(deviceId, 'azure_id_not_taken'),
  );
}

interface Request {
  requestedBy: string;
  now: Date;
}

async function report(
  tx: Transaction,
  devices: readonly DeviceToQueue[],
  request: Request,
): Promise<ItemMove[]> {
  const possible = devices.filter((device) => mayBeReported(obstacleOf(device)));
  await endRestoredWait(tx, possible);
  const reports = await queueReports(tx, possible, { ...request, trigger: 'manual' });
  return devices.map((device) => {
    const reportId = reports.get(device.id);
    return reportId === undefined ? impossible(device.id, obstacleOf(device)) : underWay(device.id, reportId);
  });
}

async function retire(
  tx: Transaction,
  devices: readonly DeviceToQueue[],
  request: Request,
): Promise<ItemMove[]> {
  const managed = devices.filter(({ verdict }) => verdict !== 'retired');
  const reports = await retireLockedDevices(tx, managed, request);
  return devices.map(({ id }) => {
    const reportId = reports.get(id);
    if (reportId === undefined) return impossible(id, 'already_retired');
    if (reportId !== null) return underWay(id, reportId);
    return { deviceId: id, outcome: 'successful', reason: 'nobody_to_tell', reportId };
  });
}

function underWay(deviceId: string, reportId: string): ItemMove {
  return { deviceId, outcome: 'under_way', reason: null, reportId };
}

function impossible(deviceId: string, reason: string | null): ItemMove {
  return { deviceId, outcome: 'not_possible', reason, reportId: null };
}

function tally(moves: readonly ItemMove[]): Moved {
  const of = (outcome: ItemMove['outcome']) => moves.filter((move) => move.outcome === outcome).length;
  return {
    under_way: of('under_way'),
    successful: of('successful'),
    not_possible: of('not_possible'),
  };
}
