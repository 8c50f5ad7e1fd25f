/** Parts of a device's name that make the sandbox misbehave for it. */
export const deviceSentinels = {
  fail: '[sandbox:fail]',
  reject: '[sandbox:reject]',
  tooLarge: '[sandbox:too-large]',
  stuck: '[sandbox:stuck]',
  drift: '[sandbox:drift]',
  notInEntra: '[sandbox:not-in-entra]',
  disabled: '[sandbox:disabled]',
  expired: '[sandbox:expired]',
  noState: '[sandbox:no-state]',
  blocked: '[sandbox:blocked]',
  slow: '[sandbox:slow]',
} as const;
export type DeviceSentinel = keyof typeof deviceSentinels;

export function hasSentinel(deviceName: string, sentinel: DeviceSentinel): boolean {
  return deviceName.includes(deviceSentinels[sentinel]);
}

/** An object that Entra has without any message has no name: its device id may begin with one of these instead. */
const idSentinels: Record<string, DeviceSentinel> = {
  '5a4db001': 'fail',
  '5a4db002': 'reject',
  '5a4db004': 'stuck',
  '5a4db005': 'drift',
  '5a4db006': 'notInEntra',
  '5a4db007': 'disabled',
  '5a4db008': 'expired',
  '5a4db009': 'noState',
  '5a4db00a': 'blocked',
  '5a4db00b': 'slow',
};

export function sentinelOfId(deviceId: string): DeviceSentinel | null {
  return idSentinels[deviceId.slice(0, 8)] ?? null;
}

/** Users whom the sandbox's Entra does not know. */
export function isUnknownUser(userPrincipalName: string): boolean {
  const name = userPrincipalName.toLowerCase();
  return name.startsWith('nobody@') || name.includes('+unknown') || !name.includes('@');
}
