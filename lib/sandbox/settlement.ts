import { setImmediate } from 'node:timers/promises';
import type { ExtensionAttributes } from './graph/device-objects.ts';
import type { PendingDevices } from './pending-devices.ts';
import type { Sandbox } from './sandbox-context.ts';
import type { DueMessage, SandboxStore } from './sandbox-store.ts';
import { hasSentinel } from './sentinels.ts';
import type { ReportedDevice } from './upload-message.ts';

/** What a write to a device object will change once it settles. */
export interface WrittenDevice {
  deviceId: string;
  isCompliant?: boolean | undefined;
  isManaged?: boolean | undefined;
  attributes?: ExtensionAttributes | undefined;
}

/** Some milliseconds of work: other requests must not wait long. */
const messagesPerTurn = 10;

/** Settles a message if its delay is over, and lets Entra show what it reported. No timers: called before reads. */
export function settleMessage(sandbox: Sandbox, id: string): void {
  const due = sandbox.store.dueMessage(id, sandbox.clock());
  if (due !== null) sandbox.store.transact(() => settle(sandbox, due));
}

/** Settles what is due and reports one of the devices. */
export function settleMessagesOf(sandbox: Sandbox, deviceIds: Iterable<string>): void {
  for (const id of sandbox.pending.messagesOf(deviceIds)) settleMessage(sandbox, id);
}

/** Settles all that is due now, and lets other requests through meanwhile: it may be a whole fleet. */
export async function settleAll(sandbox: Sandbox): Promise<void> {
  const { store } = sandbox;
  const now = sandbox.clock();
  for (;;) {
    const due = store.dueMessages(now, messagesPerTurn);
    if (due.length === 0) return;
    store.transact(() => {
      for (const message of due) settle(sandbox, message);
    });
    await setImmediate();
  }
}

/** Settles what is due, at most so many messages: for a reader that comes again. */
export function settleSome(sandbox: Sandbox, most: number): void {
  const { store, clock } = sandbox;
  const due = store.dueMessages(clock(), most);
  if (due.length === 0) return;
  store.transact(() => {
    for (const message of due) settle(sandbox, message);
  });
}

function settle(sandbox: Sandbox, message: DueMessage): void {
  if (message.hash === '') settleWrite(sandbox, message);
  else settleUpload(sandbox, message);
}

function settleUpload({ store, pending, clock }: Sandbox, message: DueMessage): void {
  store.settleMessage(message.rowid);
  if (message.outcome === 'Failed') return;
  const devices = JSON.parse(message.devices) as ReportedDevice[];
  for (const device of devices) {
    if (hasSentinel(device.name, 'notInEntra')) {
      if (store.device(device.deviceId)?.message_id === '') store.deleteDevice(device.deviceId);
      store.objects.setGone(device.deviceId);
      continue;
    }
    const isCompliant = hasSentinel(device.name, 'drift') ? !device.isCompliant : device.isCompliant;
    store.objects.unsetGone(device.deviceId);
    store.putDevice({ ...device, isCompliant }, message.id, clock());
  }
  pending.remove(message.id, idsOf(devices));
}

function settleWrite({ store, pending, clock }: Sandbox, message: DueMessage): void {
  store.objects.forgetWrite(message.rowid);
  const written = JSON.parse(message.devices) as WrittenDevice[];
  for (const { deviceId, isCompliant, isManaged, attributes } of written) {
    const row = store.device(deviceId);
    // Deleted meanwhile
    if (row === null) continue;
    if (isCompliant !== undefined || isManaged !== undefined) {
      const opposite = hasSentinel(row.name, 'drift') && isCompliant !== undefined;
      const shown = opposite ? !isCompliant : isCompliant;
      store.changeDevice(deviceId, { isCompliant: shown, isManaged, complianceExpiresAt: null });
      store.objects.setSettled(deviceId, clock());
    }
    if (attributes !== undefined) store.objects.setAttributes(deviceId, attributes);
  }
  pending.remove(message.id, idsOf(written));
}

export function rememberPending(store: SandboxStore, pending: PendingDevices): void {
  for (const { id, devices } of store.pendingMessages()) {
    pending.add(id, idsOf(JSON.parse(devices) as ReportedDevice[]));
  }
}

export function idsOf(devices: readonly { deviceId: string }[]): string[] {
  return devices.map(({ deviceId }) => deviceId);
}
