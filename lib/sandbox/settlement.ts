import type { Sandbox } from './sandbox-context.ts';
import { hasSentinel } from './sentinels.ts';
import type { ToldDevice } from './upload-message.ts';

/** Settles every message whose delay is over, and lets Entra show what they told. No timers: called before reads. */
export function settleDueMessages({ store, clock }: Sandbox): void {
  const now = clock();
  for (let due = store.dueMessages(now); due.length > 0; due = store.dueMessages(now)) {
    store.transact(() => {
      for (const message of due) {
        store.settleMessage(message.rowid);
        if (message.outcome === 'Failed') continue;
        for (const device of JSON.parse(message.devices) as ToldDevice[]) {
          if (hasSentinel(device.name, 'notInEntra')) continue;
          const isCompliant = hasSentinel(device.name, 'drift') ? !device.isCompliant : device.isCompliant;
          store.putDevice({ ...device, isCompliant }, message.id);
        }
      }
    });
  }
}
