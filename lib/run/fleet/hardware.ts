import type { OperatingSystem } from '#lib/domain/devices/operating-system';

interface Platform {
  /** Makers and their models, the common ones more than once */
  models: readonly [readonly [string, string], ...(readonly [string, string])[]];
  /** Oldest first; a device is upgraded to the next */
  versions: readonly [string, ...string[]];
  serial: { alphabet: string; length: number };
  /** What people call it; empty: the model's name */
  noun: string;
}

const capitals = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789';

const platforms = {
  ios: {
    models: [
      ['Apple', 'iPhone 17'],
      ['Apple', 'iPhone 17 Pro'],
      ['Apple', 'iPhone 16'],
      ['Apple', 'iPhone 16e'],
      ['Apple', 'iPhone 15'],
      ['Apple', 'iPhone SE (3rd generation)'],
    ],
    versions: ['18.7.2', '26.0.1', '26.1', '26.1.1'],
    serial: { alphabet: capitals, length: 10 },
    noun: 'iPhone',
  },
  ipados: {
    models: [
      ['Apple', 'iPad (A16)'],
      ['Apple', 'iPad Air 11-inch (M3)'],
      ['Apple', 'iPad Pro 13-inch (M5)'],
      ['Apple', 'iPad mini (A17 Pro)'],
    ],
    versions: ['18.7.2', '26.0.1', '26.1'],
    serial: { alphabet: capitals, length: 10 },
    noun: 'iPad',
  },
  android: {
    models: [
      ['Google', 'Pixel 9'],
      ['Google', 'Pixel 10 Pro'],
      ['Samsung', 'Galaxy S25'],
      ['Samsung', 'Galaxy A56 5G'],
      ['Samsung', 'Galaxy XCover7'],
      ['Sony', 'Xperia 10 VI'],
      ['SHARP', 'AQUOS sense9'],
      ['Zebra', 'TC58'],
    ],
    versions: ['13', '14', '15', '16'],
    serial: { alphabet: capitals, length: 11 },
    noun: '',
  },
  macos: {
    models: [
      ['Apple', 'MacBook Air 13-inch (M4)'],
      ['Apple', 'MacBook Pro 14-inch (M5)'],
      ['Apple', 'MacBook Pro 16-inch (M4 Pro)'],
      ['Apple', 'Mac mini (M4)'],
      ['Apple', 'iMac 24-inch (M4)'],
    ],
    versions: ['14.8.2', '15.7.2', '26.0.1', '26.1'],
    serial: { alphabet: capitals, length: 10 },
    noun: 'Mac',
  },
  windows: {
    models: [
      ['Dell', 'Latitude 7450'],
      ['Dell', 'Pro 14 Plus'],
      ['Lenovo', 'ThinkPad X1 Carbon Gen 13'],
      ['Lenovo', 'ThinkPad T14 Gen 5'],
      ['HP', 'EliteBook 840 G11'],
      ['Microsoft', 'Surface Laptop (7th Edition)'],
      ['Panasonic', "Let's note FV5"],
      ['FUJITSU', 'LIFEBOOK U9'],
    ],
    versions: ['10.0.22631.6199', '10.0.26100.7171', '10.0.26200.7171'],
    serial: { alphabet: capitals, length: 7 },
    noun: '',
  },
  visionos: {
    models: [['Apple', 'Vision Pro (M5)']],
    versions: ['2.6', '26.0', '26.1'],
    serial: { alphabet: capitals, length: 10 },
    noun: 'Vision Pro',
  },
  tvos: {
    models: [['Apple', 'Apple TV 4K (3rd generation)']],
    versions: ['18.6', '26.0', '26.1'],
    serial: { alphabet: capitals, length: 10 },
    noun: 'Apple TV',
  },
  watchos: {
    models: [
      ['Apple', 'Apple Watch Series 11'],
      ['Apple', 'Apple Watch Ultra 3'],
    ],
    versions: ['11.6', '26.0', '26.1'],
    serial: { alphabet: capitals, length: 10 },
    noun: 'Apple Watch',
  },
  chromeos: {
    models: [
      ['Acer', 'Chromebook Plus Spin 714'],
      ['HP', 'Chromebook Plus x360'],
    ],
    versions: ['140.0', '141.0', '142.0'],
    serial: { alphabet: capitals, length: 12 },
    noun: 'Chromebook',
  },
  linux: {
    models: [
      ['Dell', 'Precision 5490'],
      ['Lenovo', 'ThinkPad P1 Gen 7'],
    ],
    versions: ['Ubuntu 22.04.5', 'Ubuntu 24.04.3', 'Ubuntu 25.10'],
    serial: { alphabet: capitals, length: 7 },
    noun: '',
  },
  other: {
    models: [['Zebra', 'WS50']],
    versions: ['1.0', '1.1'],
    serial: { alphabet: capitals, length: 11 },
    noun: '',
  },
} satisfies Record<OperatingSystem, Platform>;

export const platformShares = [
  ['ios', 34],
  ['android', 24],
  ['windows', 22],
  ['macos', 12],
  ['ipados', 8],
] as const satisfies [[OperatingSystem, number], ...[OperatingSystem, number][]];

export function platformOf(os: OperatingSystem): Platform {
  return platforms[os];
}
