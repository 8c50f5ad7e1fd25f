import { guidOf } from '../guid.ts';

/** The simulated systems that devices are read from. Computers and mobile devices of Jamf are two lists. */
export const mdmNames = ['ivanti', 'jamf_computers', 'jamf_mobile', 'fleet', 'intune', 'json'] as const;
export type MdmName = (typeof mdmNames)[number];

export type MdmSystem =
  | 'ios'
  | 'ipados'
  | 'android'
  | 'macos'
  | 'windows'
  | 'linux'
  | 'chromeos'
  | 'tvos'
  | 'other';
export type MdmState = 'fine' | 'violating' | 'quarantined' | 'blocked' | 'retiring' | 'jailbroken';

/** A device that a simulated system manages, before it is written in the form of that system. */
export interface MdmDevice {
  /** 1, 2, 3 … */
  number: number;
  guid: string;
  name: string;
  serialNumber: string;
  system: MdmSystem;
  version: string;
  manufacturer: string;
  model: string;
  user: { name: string; mail: string };
  isCompany: boolean;
  state: MdmState;
  /** Null: not registered in Entra */
  azureDeviceId: string | null;
  /** ms since 1970 */
  contactAt: number;
  enrolledAt: number;
  /** Its user is hidden, as by a GDPR profile */
  isMasked: boolean;
  /** The record lacks what identifies a device */
  isDamaged: boolean;
}

/** What an order changed of a device. */
export interface MdmChange {
  state?: MdmState | undefined;
  name?: string | undefined;
  contactAt?: number | undefined;
  removed?: boolean | undefined;
}

interface Make {
  system: MdmSystem;
  version: string;
  manufacturer: string;
  model: string;
}
const make = (system: MdmSystem, version: string, manufacturer: string, model: string): Make => ({
  system,
  version,
  manufacturer,
  model,
});
const iphone = make('ios', '26.1', 'Apple', 'iPhone 17');
const oldIphone = make('ios', '18.7', 'Apple', 'iPhone 13');
const ipad = make('ipados', '26.1', 'Apple', 'iPad Pro');
const mac = make('macos', '26.1', 'Apple', 'MacBook Pro');
const oldMac = make('macos', '15.7.2', 'Apple', 'MacBook Air');
const pixel = make('android', '16', 'Google', 'Pixel 10');
const galaxy = make('android', '15', 'samsung', 'SM-S931B');
const pc = make('windows', '10.0.26100.4349', 'LENOVO', '21HF');
const linux = make('linux', '24.04.2', 'Dell Inc.', 'XPS 13');
const chromebook = make('chromeos', '139.0.7258.137', 'Acer', 'Chromebook 514');
const tv = make('tvos', '26.1', 'Apple', 'Apple TV 4K');
const scanner = make('other', '9.1', 'Zebra', 'MC9300');

/** What a system manages, in the order in which it comes up again and again. */
const makes = {
  ivanti: [iphone, pixel, ipad, mac, oldIphone, galaxy, pc, iphone, pixel, mac, tv],
  jamf_computers: [mac, mac, oldMac, mac],
  jamf_mobile: [iphone, iphone, ipad, oldIphone, tv, ipad],
  fleet: [mac, pc, linux, mac, pc, chromebook, iphone, pixel],
  intune: [pc, iphone, pc, pixel, mac, pc, ipad, linux, chromebook],
  json: [iphone, pixel, mac, pc, scanner],
} satisfies Record<MdmName, readonly Make[]>;

const given = ['Aoi', 'Omar', 'Vera', 'Noah', 'Grace', 'Kana', 'Lukas', 'Zoë', 'Mateus', 'Yi'];
const family = ['Tanaka', 'Haddad', 'Novak', 'Berg', 'Okafor', 'Sato', 'Brandt', 'Durand', 'Silva', 'Chen'];
const productNames: Record<MdmSystem, string> = {
  ios: 'iPhone',
  ipados: 'iPad',
  android: 'Android phone',
  macos: 'MacBook',
  windows: 'PC',
  linux: 'workstation',
  chromeos: 'Chromebook',
  tvos: 'Apple TV',
  other: 'scanner',
};

const hour = 3_600_000;
/** Each device is in contact every so many hours */
const contactEvery = 6 * hour;

/** The device of a number: always the same, without any being stored. Only its contacts go on with the time. */
export function mdmDevice(mdm: MdmName, number: number, now: number, change: MdmChange = {}): MdmDevice {
  const dice = diceOf(mdm, number);
  const kinds = makes[mdm];
  const kind = kinds[number % kinds.length] ?? iphone;
  const person = dice(given.length * family.length);
  const name = `${given[person % given.length]} ${family[Math.floor(person / given.length)]}`;
  const [first = '', last = ''] = name.toLowerCase().replace('ë', 'e').split(' ');
  const inContactSince = now - (now % contactEvery) + dice(contactEvery / 1000) * 1000;
  return {
    ...kind,
    number,
    guid: guidOf(`${mdm} ${number}`),
    name: change.name ?? `${name.split(' ')[0]}’s ${productNames[kind.system]} ${number}`,
    serialNumber: serialOf(mdm, number),
    user: { name, mail: `${first}.${last}${number % 7 === 0 ? number : ''}@sandbox.example` },
    isCompany: dice(5) > 0,
    state: change.state ?? stateOf(number, dice),
    azureDeviceId: dice(10) < 8 ? guidOf(`entra ${mdm} ${number}`) : null,
    contactAt: change.contactAt ?? (inContactSince > now ? inContactSince - contactEvery : inContactSince),
    enrolledAt: Date.UTC(2025, 0, 1) + dice(300) * 24 * hour,
    isMasked: number % 50 === 9,
    isDamaged: number === 13,
  };
}

/** One of each in the first devices, then by chance. */
function stateOf(number: number, dice: (sides: number) => number): MdmState {
  const first: Record<number, MdmState> = {
    4: 'quarantined',
    6: 'blocked',
    8: 'retiring',
    10: 'jailbroken',
    12: 'violating',
  };
  const chance = dice(200);
  const states: MdmState[] = ['quarantined', 'blocked', 'jailbroken', 'violating', 'violating', 'violating'];
  return first[number] ?? states[chance] ?? 'fine';
}

function serialOf(mdm: MdmName, number: number): string {
  return `${mdm.slice(0, 2).toUpperCase()}${(number * 7919 + 104_729).toString(36).toUpperCase().padStart(8, '0')}`;
}

/** Whole numbers from 0, the same for the same device in the same order. */
function diceOf(mdm: MdmName, number: number): (sides: number) => number {
  let state = (Math.imul(number, 0x9e3779b1) ^ (mdmNames.indexOf(mdm) * 0x85ebca6b)) >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}
