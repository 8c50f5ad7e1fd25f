/** Those that can be reported to Microsoft come first; the others are kept and shown. New ones are added at the end. */
export const operatingSystems = [
  'ios',
  'ipados',
  'android',
  'macos',
  'windows',
  'visionos',
  'tvos',
  'watchos',
  'chromeos',
  'linux',
  'other',
] as const;
export type OperatingSystem = (typeof operatingSystems)[number];

/** Product names; the same in every language, but for `other`, which has none: `common.otherSystem`. */
export const operatingSystemNames = {
  ios: 'iOS',
  ipados: 'iPadOS',
  android: 'Android',
  macos: 'macOS',
  windows: 'Windows',
  visionos: 'visionOS',
  tvos: 'tvOS',
  watchos: 'watchOS',
  chromeos: 'ChromeOS',
  linux: 'Linux',
} satisfies Record<Exclude<OperatingSystem, 'other'>, string>;

/** What Microsoft's partner service gets as `Os`: iPads belong to its iOS platform. It takes no others. */
export const partnerOsNames = {
  ios: 'iOS',
  ipados: 'iOS',
  android: 'Android',
  macos: 'macOS',
} as const satisfies Partial<Record<OperatingSystem, string>>;
export type PartnerSystem = keyof typeof partnerOsNames;

export function isPartnerSystem(os: OperatingSystem): os is PartnerSystem {
  return os in partnerOsNames;
}

/** Whether devices of this system can be reported to Microsoft in any way. */
export function hasChannel(os: OperatingSystem): boolean {
  return isPartnerSystem(os) || os === 'windows';
}

export const ownerships = ['company', 'personal', 'unknown'] as const;
export type Ownership = (typeof ownerships)[number];
