import type { DeviceToTell, UserFacts } from '../db/device-to-tell.ts';
import type { ReportableSystem } from '../domain/operating-system.ts';
import { nextUpdateTime, partnerEntriesOf, partnerMessageBody } from '../domain/partner-message.ts';
import type { Verdict } from '../domain/verdict.ts';

export interface ToldDevice extends DeviceToTell {
  os: ReportableSystem;
  azureDeviceId: string;
  userId: string;
  verdict: Verdict;
}

export interface ComposedMessage<T> {
  body: string;
  told: { device: T; lastUpdateTime: Date }[];
}

/** The bytes of a message about devices as they are now; `LastUpdateTime` rises strictly for each. */
export function composeMessage<T extends ToldDevice>(
  tenantId: string,
  devices: readonly T[],
  now: Date,
): ComposedMessage<T> {
  const told = devices.map((device) => ({
    device,
    lastUpdateTime: nextUpdateTime(device.lastUpdateTime, now),
  }));
  const entries = told.flatMap(({ device, lastUpdateTime }) => {
    const userPrincipalName = device.azureUserPrincipalName ?? device.userPrincipalName;
    return partnerEntriesOf(tenantId, { ...device, userPrincipalName, lastUpdateTime }, now);
  });
  return { body: partnerMessageBody(tenantId, entries, now), told };
}

/** Whose object id Microsoft is told: the user registered with Azure, else the MDM's. */
export function principalNameOf(device: UserFacts): string | null {
  return (device.azureUserPrincipalName ?? device.userPrincipalName)?.toLowerCase() ?? null;
}

/** The user's Entra object id; null: not known (yet). `users`: lower-cased UPN → id. */
export function userIdOf(device: UserFacts, users: ReadonlyMap<string, string | null>): string | null {
  if (device.userAzureId !== null) return device.userAzureId;
  const principalName = principalNameOf(device);
  return principalName === null ? null : (users.get(principalName) ?? null);
}
