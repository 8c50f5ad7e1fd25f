import type { OperatingSystem } from '../devices/operating-system.ts';

/** Sorts of the list of devices that Entra knows and Tenko does not. */
export const entraOnlySorts = ['-lastSignInAt', 'lastSignInAt'] as const;
export type EntraOnlySort = (typeof entraOnlySorts)[number];

const day = 86_400_000;
/** Nobody has signed in from it for so long: https://learn.microsoft.com/entra/identity/devices/manage-stale-devices */
export const staleAfterDays = 90;

/** A last sign-in before this time makes an object stale. */
export function staleBefore(now: Date): Date {
  return new Date(now.getTime() - staleAfterDays * day);
}

/** Other objects of the same name are counted up to here. */
export const mostOfOneName = 10;

/** Whether others of the same name and system make it likely that one device is registered twice: `iPhone` says nothing. */
export function isLikelyDuplicate(sameName: number): boolean {
  return sameName > 0 && sameName < mostOfOneName;
}

/** Entra names a system as whatever registered the device called it: `IPhone`, `MacMDM`, `AndroidForWork`. */
const systems: readonly [start: string, os: OperatingSystem][] = [
  ['ipad', 'ipados'],
  ['iphone', 'ios'],
  ['ios', 'ios'],
  ['android', 'android'],
  ['mac', 'macos'],
  ['windows', 'windows'],
  ['linux', 'linux'],
  ['chrome', 'chromeos'],
  ['visionos', 'visionos'],
];

export function systemOfEntra(operatingSystem: string | null): OperatingSystem {
  const name = operatingSystem?.trim().toLowerCase() ?? '';
  return systems.find(([start]) => name.startsWith(start))?.[1] ?? 'other';
}
