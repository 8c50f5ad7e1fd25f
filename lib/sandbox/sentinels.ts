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

/** Users whom the sandbox's Entra does not know. */
export function isUnknownUser(userPrincipalName: string): boolean {
  const name = userPrincipalName.toLowerCase();
  return name.startsWith('nobody@') || name.includes('+unknown') || !name.includes('@');
}
