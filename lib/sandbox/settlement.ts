import { setImmediate } from 'node:timers/promises';
import type { PendingDevices } from './pending-devices.ts';
import type { Sandbox } from './sandbox-context.ts';
import type { DueMessage, SandboxStore } from './sandbox-store.ts';
import { hasSentinel } from './sentinels.ts';
import type { ToldDevice } from './upload-message.ts';

/** Some milliseconds of work: other requests must not wait long. */
const messagesPerTurn = 10;

/** Settles a message if its delay is over, and lets Entra show what it told. No timers: called before reads. */
export function settleMessage(sandbox: Sandbox, id: string): void {
  const due = sandbox.store.dueMessage(id, sandbox.clock());
  if (due !== null) sandbox.store.transact(() => settle(sandbox, due));
}

/** Settles what is due and tells of one of the devices. */
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

function settle({ store, pending, clock }: Sandbox, message: DueMessage): void {
  store.settleMessage(message.rowid);
  if (message.outcome === 'Failed') return;
  const devices = JSON.parse(message.devices) as ToldDevice[];
  for (const device of devices) {
    if (hasSentinel(device.name, 'notInEntra')) continue;
    const isCompliant = hasSentinel(device.name, 'drift') ? !device.isCompliant : device.isCompliant;
    store.putDevice({ ...device, isCompliant }, message.id, clock());
  }
  pending.remove(message.id, idsOf(devices));
}

export function rememberPending(store: SandboxStore, pending: PendingDevices): void {
  for (const { id, devices } of store.pendingMessages()) {
    pending.add(id, idsOf(JSON.parse(devices) as ToldDevice[]));
  }
}

export function idsOf(devices: readonly ToldDevice[]): string[] {
  return devices.map(({ deviceId }) => deviceId);
}
