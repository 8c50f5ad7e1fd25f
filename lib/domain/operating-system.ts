export const operatingSystems = ['ios', 'ipados', 'android', 'macos', 'windows'] as const;
export type OperatingSystem = (typeof operatingSystems)[number];

/** Product names; the same in every language. */
export const operatingSystemNames = {
  ios: 'iOS',
  ipados: 'iPadOS',
  android: 'Android',
  macos: 'macOS',
  windows: 'Windows',
} satisfies Record<OperatingSystem, string>;

/** What Microsoft's device service is told as `Os`: iPads belong to its iOS platform. */
export const partnerOsNames = {
  ios: 'iOS',
  ipados: 'iOS',
  android: 'Android',
  macos: 'macOS',
  windows: 'Windows',
} satisfies Record<OperatingSystem, string>;

export const ownerships = ['company', 'personal', 'unknown'] as const;
export type Ownership = (typeof ownerships)[number];
