const minute = 60_000;
const shortestWaitMs = 15 * minute;
const longestWaitMs = 24 * 60 * minute;

/** What Entra answered when it was asked for a user. */
export interface EntraUser {
  /** Null: it did not know the user, or refused to look */
  objectId: string | null;
  lookedUpAt: Date;
  /** Since when it does not know the user */
  unknownSince: Date | null;
  /** It refused to look: that says nothing about whether there is such a user */
  refusal?: { code: string; detail: string } | undefined;
}

/** Lower-cased user principal name → what Entra answered. */
export type EntraUsers = ReadonlyMap<string, EntraUser>;

/** When Entra is asked again for a user whom it does not know: after 15 minutes, then less and less often, to a day. */
export function askAgainAt({ lookedUpAt, unknownSince }: EntraUser): Date {
  const unknownForMs = lookedUpAt.getTime() - (unknownSince ?? lookedUpAt).getTime();
  return new Date(lookedUpAt.getTime() + Math.min(longestWaitMs, Math.max(shortestWaitMs, unknownForMs)));
}

export interface UserNames {
  userPrincipalName: string | null;
  azureUserPrincipalName: string | null;
}

/** Whom to ask Entra for: the account that registered the device, then the MDM's user. Entra ignores letter case. */
export function principalNamesOf(device: UserNames): string[] {
  const names = [device.azureUserPrincipalName, device.userPrincipalName];
  return [...new Set(names.flatMap((name) => name?.toLowerCase() ?? []))];
}

/**
 * The first of a device's users whom Entra knows. Null: none of them; undefined: not known yet, since one that comes
 * first has not been asked for.
 */
export function findKnownUser(
  device: UserNames,
  users: EntraUsers,
): { principalName: string; objectId: string } | null | undefined {
  for (const name of principalNamesOf(device)) {
    const user = users.get(name);
    if (user === undefined) return undefined;
    if (user.objectId === null) continue;
    const spelled = [device.azureUserPrincipalName, device.userPrincipalName];
    const principalName = spelled.find((known) => known?.toLowerCase() === name) ?? name;
    return { principalName, objectId: user.objectId };
  }
  return null;
}
