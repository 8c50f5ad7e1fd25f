import type { ClientStatusCode } from '#lib/domain/devices/client-status-code';
import { hasChannel, type OperatingSystem, operatingSystems } from '#lib/domain/devices/operating-system';
import type { Action } from '#lib/domain/devices/verdict';
import { deviceIdOfUser, userObjectIdOf } from '#lib/sandbox/guid';
import type { CheckInInput } from '../../contract/check-in.ts';
import { platformOf, platformShares } from './hardware.ts';
import { makePerson, type Person } from './people.ts';
import { Random } from './random.ts';

export interface FleetOptions {
  seed: string;
  devices: number;
  /** Among the others: device names that make the sandbox fail, and systems that are never reported */
  withSandboxFaults?: boolean;
  /** Check-ins lie this far back at most; 0: all are of now */
  spreadMs?: number;
}

const quarterMs = 90 * 24 * 3_600_000;
/** Of one hundred devices, so many differ in a round from what they are most of the time. */
const changeShare = 0.08;

const statusShares = [
  ['Success', 80],
  ['Workplace_Join_Required', 5],
  ['Interaction_Required', 4],
  ['Internal_Error', 2],
  ['Server_Declined_Scopes', 1],
  ['Server_Protection_Policies_Required', 1],
  ['User_Canceled', 2],
  ['Account_logged_out', 2],
  [null, 3],
] as const satisfies [[ClientStatusCode | null, number], ...[ClientStatusCode | null, number][]];

/** One device in twenty is one of these, whose reports succeed. */
const faultNames = ['drift', 'not-in-entra', 'disabled', 'expired', 'no-state', 'slow'] as const;
/** One device in fifty is one of these, whose reports do not succeed. */
const failures = ['reject', 'stuck', 'unknown user'] as const;
/** In a demo of so many devices, all reports succeed: scripts and tests rely on it. */
export const smallDemo = 40;
/** One device in twenty-five runs one of these, which Microsoft takes no reports of. */
const otherSystems = operatingSystems.filter((os) => !hasChannel(os));

/** A made-up fleet: the same seed makes the same devices, in any number; rounds bring changes. Pure. */
export function createFleet({ seed, devices, withSandboxFaults = false, spreadMs = 0 }: FleetOptions) {
  return {
    checkIns(round: number, now: Date): CheckInInput[] {
      return Array.from({ length: devices }, (_, index) => {
        const rare = (every: number, at: number) => withSandboxFaults && index % every === at;
        const nth = <V>(values: readonly V[], every: number) =>
          values[Math.floor(index / every) % values.length];
        const system = rare(25, 11) ? nth(otherSystems, 25) : undefined;
        const checkIn = makeCheckIn(seed, index, { round, now, spreadMs, system });
        const fault = rare(20, 17) ? nth(faultNames, 20) : undefined;
        if (fault !== undefined) checkIn.device.name += ` [sandbox:${fault}]`;
        const failure = index >= smallDemo && rare(50, 45) ? nth(failures, 50) : undefined;
        if (failure !== undefined) makeFail(checkIn, failure);
        return checkIn;
      });
    },
  };
}

function makeFail({ device, user, azure }: CheckInInput, failure: (typeof failures)[number]): void {
  const unknown = (name: string) => name.replace('@', '+unknown@');
  switch (failure) {
    case 'reject':
      device.name += ' [sandbox:reject]';
      // A write to Graph names no device: its id says the same.
      if (device.os === 'windows' && azure?.deviceId) azure.deviceId = `5a4db002${azure.deviceId.slice(8)}`;
      break;
    case 'stuck':
      // In a message with others, it would hold them up, too, for a day.
      device.name += ' [sandbox:too-large] [sandbox:stuck]';
      break;
    case 'unknown user':
      if (user?.principalName) user.principalName = unknown(user.principalName);
      if (azure?.userPrincipalName) azure.userPrincipalName = unknown(azure.userPrincipalName);
  }
}

interface Moment {
  round: number;
  now: Date;
  spreadMs: number;
  /** In place of the one that chance gives it */
  system: OperatingSystem | undefined;
}

function makeCheckIn(seed: string, index: number, { round, now, spreadMs, system }: Moment): CheckInInput {
  const random = new Random(seed, 'device', index);
  // Every fourth device is its owner's second one.
  const owner = index % 4 === 3 ? index - 1 : index;
  const person = makePerson(new Random(seed, 'person', owner), owner + 1);
  const usual = random.weighted(platformShares);
  const os: OperatingSystem = system ?? usual;
  const platform = platformOf(os);
  const [manufacturer, model] = random.pick(platform.models);
  const serialNumber = random.text(platform.serial.alphabet, platform.serial.length);
  const osVersion = versionOf(random, platform.versions, round, now);
  const ownership = random.weighted([
    ['company', 78],
    ['personal', 18],
    ['unknown', 4],
  ] as const);
  const azure = azureOf(random, person, round);
  const name = deviceName(random, os, person, serialNumber, platform.noun || model);
  const violations = violationsOf(random, seed, index, round, now);
  const broken = (policy: string) => violations.some((violation) => violation.policy === policy);
  return {
    externalId: `${seed}-${serialNumber}-${index + 1}`,
    checkedInAt: new Date(now.getTime() - Math.floor(random.next() ** 3 * spreadMs)).toISOString(),
    device: {
      name,
      serialNumber,
      os,
      osVersion,
      manufacturer,
      model,
      ownership,
      encrypted: !broken('Storage not encrypted'),
      passcodeSet: !broken('Passcode missing'),
      compromised: broken('Jailbroken or rooted'),
    },
    user: { principalName: person.principalName, displayName: person.displayName },
    violations,
    ...(azure && { azure }),
  };
}

/** Upgrades come in over a quarter, and some with every round; none goes back within it. */
function versionOf(
  random: Random,
  versions: readonly [string, ...string[]],
  round: number,
  now: Date,
): string {
  const base = random.below(versions.length);
  const progress = (now.getTime() % quarterMs) / quarterMs + round * 0.02;
  return versions[base + (random.next() < progress ? 1 : 0)] ?? versions[base] ?? versions[0];
}

/** Rounds are numbered from 0 to 999 over and over: within them, a few of the unregistered register. */
function azureOf(random: Random, person: Person, round: number): CheckInInput['azure'] {
  const first = random.weighted(statusShares);
  const registersInRound = random.chance(0.25) ? 1 + random.below(1000) : Number.POSITIVE_INFINITY;
  const status = first === 'Success' || round >= registersInRound ? 'Success' : first;
  const deviceId = deviceIdOfUser(random.uuid(), userObjectIdOf(person.principalName));
  if (status === null) return undefined;
  if (status !== 'Success') return { clientStatusCode: status };
  return { deviceId, clientStatusCode: status, userPrincipalName: person.principalName };
}

function violationsOf(
  random: Random,
  seed: string,
  index: number,
  round: number,
  now: Date,
): FoundViolation[] {
  const day = new Date(Math.floor(now.getTime() / 86_400_000) * 86_400_000);
  const usual = findViolations(random, day);
  if (round === 0) return usual;
  const change = new Random(seed, 'change', index, round);
  if (!change.chance(changeShare)) return usual;
  // Retirement is for good, and rare enough as it is.
  return findViolations(change, day).filter(({ action }) => action !== 'retire');
}

function deviceName(
  random: Random,
  os: OperatingSystem,
  person: Person,
  serial: string,
  noun: string,
): string {
  if (os === 'windows') return `${random.pick(['DESKTOP', 'LAPTOP', 'PC', 'WS'])}-${serial}`;
  if (person.principalName.endsWith('.jp')) return `${person.displayName}の${noun}`;
  if (random.chance(0.1)) return `${noun} ${serial.slice(-4)}`;
  return /s$/i.test(person.givenName) ? `${person.givenName}’ ${noun}` : `${person.givenName}’s ${noun}`;
}

/** What feeds find, with what they then ask for; the shares are of one hundred devices. */
const found = {
  none: [],
  mild: [
    ['OS update pending', 'monitor'],
    ['Battery service due', 'monitor'],
    ['Screen lock longer than 5 minutes', 'send_alert'],
    ['No check-in for 3 days', 'send_alert'],
  ],
  severe: [
    ['OS too old', 'quarantine'],
    ['Storage not encrypted', 'block'],
    ['Passcode missing', 'block'],
    ['Jailbroken or rooted', 'quarantine'],
    ['Forbidden app installed', 'block'],
    ['Real-time protection off', 'quarantine'],
    ['圏外の期間が長すぎる', 'block'],
  ],
  retire: [['Lost or stolen', 'retire']],
} as const satisfies Record<string, readonly (readonly [string, Action])[]>;

interface FoundViolation {
  policy: string;
  action: Action;
  since: string;
}

/** About 12 % of devices are not compliant, few of them to be retired. */
function findViolations(random: Random, now: Date): FoundViolation[] {
  const severity = random.weighted([
    ['none', 74],
    ['mild', 14],
    ['severe', 11],
    ['retire', 1],
  ] as const);
  const worst = severity === 'none' ? [] : [random.pick(asList(found[severity]))];
  const others = severity === 'severe' && random.chance(0.4) ? [random.pick(asList(found.mild))] : [];
  return [...worst, ...others].map(([policy, action]) => {
    const since = new Date(now.getTime() - random.below(12 * 24 * 60) * 60_000);
    return { policy, action, since: since.toISOString() };
  });
}

type Finding = readonly [string, Action];

function asList(list: readonly Finding[]): readonly [Finding, ...Finding[]] {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error('a list of findings is empty');
  return [first, ...rest];
}
