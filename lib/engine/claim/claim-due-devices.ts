import { chunk } from 'es-toolkit';
import { v7 as uuidv7 } from 'uuid';
import { noteReportedIds } from '#lib/db/check-ins/azure-ids-to-report';
import { type Gate, readGate } from '#lib/db/connection/connection';
import type { Transaction } from '#lib/db/core/prisma';
import {
  type ClaimedReport,
  type ClaimedUpload,
  countOpenUploads,
  type DueDevice,
  insertClaim,
  lockDueDevices,
} from '#lib/db/devices/due-devices';
import { type EntraUsers, principalNamesOf } from '#lib/domain/azure/entra-user';
import { isPartnerSystem, type PartnerSystem } from '#lib/domain/devices/operating-system';
import type { Engine } from '../engine.ts';
import { composeMessage, userIdOf } from '../send/compose-message.ts';
import { findKnownUsers } from '../send/resolve-users.ts';
import { admitDevices } from './admit-devices.ts';
import { claimFollowUps } from './claim-follow-ups.ts';
import { claimWithdrawals } from './claim-withdrawals.ts';

/** Messages in one claim. More would keep many rows locked for a long time. */
const messagesAtOnce = 12;
/** Slots beyond the window, only for changes and requests, so that weekly work never delays them. */
const urgentSlots = 16;
/** Messages whose users are not looked up yet, at most */
const maxPreparing = 400;
/** Messages that wait for Microsoft's result. With more of them, weekly and resync work waits, too. */
const maxUnconfirmed = 1000;

/**
 * Claims devices of the partner channel whose report is due and queues their messages, in one transaction. Messages whose users are known are
 * then ready to send. Withdrawals use what devices leave of the window. Claims nothing while reporting is switched off
 * or throttled. Returns how many devices and withdrawals it claimed.
 */
export async function claimDueDevices(engine: Engine, gate?: Gate): Promise<number> {
  const now = engine.clock();
  const known = gate ?? (await readGate(engine.db.pool));
  const { paused, deprovisioned, restoring, throttledMs, health, partnerOn } = known;
  if (paused || deprovisioned || restoring || throttledMs > 0) return 0;
  // While the connection is unhealthy, one message at a time is tried until one succeeds.
  const slots = health === 'unhealthy' ? 1 : engine.settings.messagesInFlight;
  const extra = health === 'unhealthy' ? 0 : urgentSlots;
  const { claimed, left } = await engine.db.transaction(async (tx) => {
    const { preparing, sending, unconfirmed } = await countOpenUploads(tx, 'partner', maxUnconfirmed);
    // Messages whose users are not looked up yet do not fill the window: a busy Graph delays no other message.
    const spare = health === 'unhealthy' ? 0 : maxPreparing;
    const unsent = sending + Math.max(0, preparing - spare);
    const urgent = Math.min(messagesAtOnce, slots + extra - unsent);
    const other = unconfirmed < maxUnconfirmed ? Math.min(messagesAtOnce, slots - unsent) : 0;
    if (urgent <= 0) return { claimed: 0, left: 0 };
    const size = engine.settings.devicesPerMessage;
    const due = await lockDueDevices(
      tx,
      { channel: 'partner', now },
      { urgent: urgent * size, other: other * size },
    );
    const admitted = due.length === 0 ? [] : await admitDevices(tx, due, now);
    const free = admitted.filter(({ isOnItsWay }) => !isOnItsWay);
    const messages = free.length > 0 ? await claim(engine, tx, free, now) : 0;
    return { claimed: free.length, left: other - messages };
  });
  // In a separate transaction: devices are never locked after Azure ids.
  if (left <= 0) return claimed;
  const room = { channel: 'partner', slots, size: engine.settings.devicesPerMessage } as const;
  return claimed + (await claimWithdrawals(engine)) + (partnerOn ? await claimFollowUps(engine, room) : 0);
}

/** Returns how many messages it made. */
async function claim(engine: Engine, tx: Transaction, due: readonly DueDevice[], now: Date): Promise<number> {
  const names = due.flatMap((device) => (device.userAzureId === null ? principalNamesOf(device) : []));
  const users = await findKnownUsers(tx, names, now);
  const ready: ReadyDevice[] = [];
  const unready: DueDevice[] = [];
  for (const device of due) {
    const userId = userIdOf(device, users);
    // Only the newest device of an Azure id is reported, and only with a user. Preparing looks up or refuses the rest.
    const { os } = device;
    if (userId === null || device.newerDevice !== null || !isPartnerSystem(os)) unready.push(device);
    else ready.push({ ...device, os, userId });
  }
  const claimed = [...composeAll(engine, ready, users, now), ...leaveAll(engine, unready)];
  await insertClaim(
    tx,
    claimed.map(({ upload }) => upload),
    claimed.flatMap(({ reports }) => reports),
    now,
  );
  await noteReportedIds(
    tx,
    'partner',
    claimed.flatMap(({ reports }) =>
      reports.flatMap(({ azureDeviceId, lastUpdateTime, uploadId }) =>
        lastUpdateTime === null ? [] : [{ azureDeviceId, lastUpdateTime, uploadId }],
      ),
    ),
  );
  for (const urgent of [true, false]) {
    const jobs = claimed.filter((message) => message.urgent === urgent);
    await engine.queue.enqueue(
      tx,
      'upload',
      jobs.map(({ upload }) => ({ uploadId: upload.id })),
      { urgent },
    );
  }
  return claimed.length;
}

type ReadyDevice = DueDevice & { os: PartnerSystem; userId: string };

interface ClaimedMessage {
  upload: ClaimedUpload;
  reports: ClaimedReport[];
  urgent: boolean;
}

function composeAll(
  engine: Engine,
  ready: readonly ReadyDevice[],
  users: EntraUsers,
  now: Date,
): ClaimedMessage[] {
  return chunk(ready, engine.settings.devicesPerMessage).map((devices) => {
    const { body, told } = composeMessage(engine.gateway.tenantId, devices, users, now);
    return claimedMessage(
      body,
      told.map(({ device, lastUpdateTime }) => ({ ...device, toldTime: lastUpdateTime })),
    );
  });
}

function leaveAll(engine: Engine, unready: readonly DueDevice[]): ClaimedMessage[] {
  return chunk(unready, engine.settings.devicesPerMessage).map((devices) =>
    claimedMessage(
      null,
      devices.map((device) => ({ ...device, toldTime: null })),
    ),
  );
}

function claimedMessage(
  body: string | null,
  devices: readonly (DueDevice & { toldTime: Date | null })[],
): ClaimedMessage {
  const id = uuidv7();
  return {
    upload: { id, channel: 'partner', body, deviceCount: devices.length },
    urgent: devices.some(({ priority }) => priority === 0),
    reports: devices.map((device) => ({
      id: device.queuedReportId ?? uuidv7(),
      deviceId: device.id,
      uploadId: id,
      trigger: device.trigger,
      verdict: device.verdict,
      stateVersion: device.stateVersion,
      azureDeviceId: device.azureDeviceId,
      lastUpdateTime: device.toldTime,
      dueAt: device.dueAt,
      withdrawal: false,
    })),
  };
}
