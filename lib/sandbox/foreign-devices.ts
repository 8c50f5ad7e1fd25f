import { guidOf } from './guid.ts';
import type { SandboxStore } from './sandbox-store.ts';

const day = 86_400_000;

/** Devices that were registered in Entra without us, with the days since their last sign-in; Entra’s own words for systems. */
const foreign: readonly [name: string, os: string, days: number][] = [
  ['DESKTOP-7QK2M1V', 'Windows', 0],
  ['DESKTOP-7QK2M1V', 'Windows', 214],
  ['LAPTOP-RECEPTION', 'Windows', 3],
  ['LAPTOP-RECEPTION', 'Windows', 128],
  ['SRV-BUILD-02', 'Windows', 1],
  ['MEETING-ROOM-4', 'Windows', 12],
  ['Contractor iPhone', 'IPhone', 2],
  ['Contractor iPhone', 'IPhone', 161],
  ['Old iPad, warehouse', 'IPad', 407],
  ['Lobby iPad', 'IPad', 5],
  ['MacBook Air of an intern', 'MacMDM', 9],
  ['Mac mini, video wall', 'MacMDM', 96],
  ['SM-G991B_AndroidForWork', 'AndroidForWork', 1],
  ['Pixel 6_Android', 'Android', 233],
  ['Zebra TC52 scanner', 'AndroidEnterprise', 20],
  ['ubuntu-dev-11', 'Linux', 4],
];

/** Puts into Entra what no message of ours brought. Safe to repeat. */
export function addForeignDevices(store: SandboxStore, now: number): void {
  store.transact(() => {
    for (const [index, [name, os, days]] of foreign.entries()) {
      const device = {
        deviceId: guidOf(`foreign device ${index}`),
        name,
        os,
        osVersion: '',
        userId: guidOf('foreign user'),
        isCompliant: false,
        isManaged: false,
        lastCheckIn: now - days * day,
        lastUpdate: 0,
      };
      store.putDevice(device, 'none', now);
      store.changeDevice(device.deviceId, { isCompliant: null });
    }
  });
}
