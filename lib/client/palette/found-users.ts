import type { DeviceListItem } from '#lib/contract/device';
import { userHref } from '../lists/list-links.ts';
import { findCommands } from './find-commands.ts';

/** The person of a device, as the palette offers them. */
export interface FoundUser {
  name: string;
  displayName: string | null;
  href: string;
}

const shown = 5;

/** Whom of the users of found devices a text means, each once: a device may have been found by its own name alone. */
export function foundUsers(
  devices: readonly Pick<
    DeviceListItem,
    'userPrincipalName' | 'azureUserPrincipalName' | 'userDisplayName'
  >[],
  typed: string,
): FoundUser[] {
  const users = new Map<string, FoundUser>();
  for (const { userPrincipalName, azureUserPrincipalName, userDisplayName } of devices) {
    const own = [
      { name: userPrincipalName, displayName: userDisplayName },
      { name: azureUserPrincipalName, displayName: null },
    ];
    for (const { name, displayName } of own) {
      if (name === null || users.has(name.toLowerCase())) continue;
      users.set(name.toLowerCase(), { name, displayName, href: userHref(name) });
    }
  }
  const searched = [...users.values()].map((user) => ({
    user,
    label: user.displayName ?? user.name,
    english: user.name,
  }));
  if (typed.trim() === '') return [];
  return findCommands(searched, typed)
    .slice(0, shown)
    .map(({ user }) => user);
}
