import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { Database } from '#lib/db/core/database';
import { type Action, type Verdict, verdictOf } from '#lib/domain/devices/verdict';
import { Random } from '#lib/run/fleet/random';
import { rounds } from '../soak.ts';

export interface LoadOptions {
  /** Names the feed and its devices */
  name: string;
  seed: number;
  devices: number;
  /** Parts of names that make the sandbox refuse a device, and for how many devices each stands */
  sentinels?: Readonly<Record<string, number>>;
  /** The share of devices with Windows, 0 to 1 */
  windows?: number;
}

interface LoadedDevice {
  externalId: string;
  name: string;
  azureId: string;
  /** Null: the user is looked up by name */
  userAzureId: string | null;
  userName: string;
  osVersion: number;
  action: Action | null;
  isConnected: boolean;
  os: 'android' | 'windows';
  checkedInAt: number;
}

const enrolledAtOnce = 250;
/** What changes meanwhile is most of the work of a test of faults; a soak run changes as much as a machine takes. */
const changedAtOnce = rounds(25, 60);
const pauseMs = rounds(100, 50);
const usersToLookUp = 150;

export type CheckInLoad = ReturnType<typeof createCheckInLoad>;

/** A feed whose devices check in, and change: the same for the same seed. Like any feed it repeats what was not taken. */
export function createCheckInLoad(
  db: Database,
  { name, seed, devices, sentinels = {}, windows = 0 }: LoadOptions,
) {
  const random = new Random(name, seed);
  const domain = random.text('abcdefghijklmnop', 12);
  const names = Object.entries(sentinels).flatMap(([part, times]) => Array<string>(times).fill(` ${part}`));
  const fleet = Array.from({ length: devices }, (_, index): LoadedDevice => {
    const isKnown = random.chance(0.7);
    return {
      externalId: `${name} ${index}`,
      name: `${name} ${index}${names[index] ?? ''}`,
      azureId: random.uuid(),
      userAzureId: isKnown ? random.uuid() : null,
      userName: `user${isKnown ? index : index % usersToLookUp}@${domain}.example.com`,
      osVersion: 1,
      action: actionOf(random),
      isConnected: random.chance(0.98),
      // Not drawn: the fleets without Windows stay what they are.
      os: index < devices * windows ? 'windows' : 'android',
      checkedInAt: 0,
    };
  });
  let changes = 0;

  return {
    /** All devices check in for the first time. */
    enroll: async () => {
      for (let start = 0; start < fleet.length; start += enrolledAtOnce) {
        await send(fleet.slice(start, start + enrolledAtOnce));
      }
    },
    /** Devices change until the work is done, and for as long as it takes. */
    changeWhile: async (work: () => Promise<void>): Promise<void> => {
      const over = new AbortController();
      const working = work().finally(() => over.abort());
      // It is awaited below: until then its failure is nobody's.
      working.catch(() => undefined);
      while (!over.signal.aborted) {
        await changeSome();
        await wait(pauseMs, undefined, { signal: over.signal }).catch(() => undefined);
      }
      await working;
    },
    changes: () => changes,
    /** Devices whose verdict is not what their last check-in makes it, a line each. */
    findWrongVerdicts: async (sql: Pool): Promise<string[]> => {
      const { rows } = await sql.query<{ id: string; verdict: Verdict }>(
        'SELECT external_id AS id, verdict FROM devices WHERE feed = $1',
        [name],
      );
      const verdicts = new Map(rows.map(({ id, verdict }) => [id, verdict]));
      const wrong = fleet.filter(({ externalId, action }) => verdicts.get(externalId) !== verdictOf(action));
      return wrong.map(({ externalId, action }) => `${externalId} must be ${verdictOf(action)}`);
    },
  };

  async function changeSome(): Promise<void> {
    const some = new Set(Array.from({ length: changedAtOnce }, () => random.below(fleet.length)));
    const changed = [...some].flatMap((index) => fleet[index] ?? []);
    for (const device of changed) {
      const what = random.next();
      if (what < 0.75) device.action = actionOf(random);
      else if (what < 0.9) device.osVersion += 1;
      else device.isConnected = !device.isConnected || random.chance(0.5);
    }
    changes += changed.length;
    await send(changed);
  }

  async function send(some: readonly LoadedDevice[]): Promise<void> {
    const now = new Date();
    for (const device of some) device.checkedInAt = Math.max(device.checkedInAt + 1, now.getTime());
    const checkIns = some.map(checkInOf);
    const deadline = Date.now() + 60_000;
    for (;;) {
      try {
        const { results } = await recordCheckIns(db, { feed: name, checkIns, now });
        const rejected = results.find(({ outcome }) => outcome === 'rejected');
        if (rejected !== undefined) throw new Error(`a check-in was rejected: ${rejected.error?.detail}`);
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await wait(200);
      }
    }
  }
}

function actionOf(random: Random): Action | null {
  return random.weighted([
    [null, 50],
    ['send_alert', 5],
    ['block', 30],
    ['quarantine', 10],
    ['retire', 5],
  ] as const);
}

function checkInOf(device: LoadedDevice) {
  const { externalId, name, azureId, userAzureId, userName, os, osVersion, action, isConnected } = device;
  return {
    externalId,
    checkedInAt: new Date(device.checkedInAt).toISOString(),
    device: { name, os, osVersion: `16.${osVersion}` },
    user: { principalName: userName, azureUserId: userAzureId },
    violations: action === null ? [] : [{ policy: 'Rule', action }],
    azure: { deviceId: azureId, clientStatusCode: isConnected ? 'Success' : 'User_Canceled' },
  };
}
