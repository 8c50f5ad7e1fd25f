import type { PersonFinder } from '#lib/domain/people/person';

interface Entry {
  DeviceId?: string;
  DeviceName?: string;
  UPN?: string;
  UserId?: string;
}

const nobody = '00000000-0000-0000-0000-000000000000';

/** The entries of a message about the person's devices. A compliance entry names its user by id alone. */
export function entriesOfPerson(body: string, finder: PersonFinder): Entry[] {
  const entries = JSON.parse((JSON.parse(body) as { Content: string }).Content) as Entry[];
  const devices = devicesOf(entries, finder);
  return entries.filter(({ DeviceId }) => DeviceId !== undefined && devices.has(DeviceId));
}

/** The same message without the person. What it said of devices, and whether they comply, stays. */
export function scrubMessage(body: string, finder: PersonFinder, mark: string): string {
  const message = JSON.parse(body) as { Content: string };
  const entries = JSON.parse(message.Content) as Entry[];
  const devices = devicesOf(entries, finder);
  if (devices.size === 0) return finder.inText(body, mark);
  const users = new Set(entries.filter(({ UPN }) => finder.is(UPN)).map(({ UserId }) => UserId));
  const scrubbed = entries.map((entry) => {
    if (entry.DeviceId === undefined || !devices.has(entry.DeviceId)) return entry;
    return {
      ...entry,
      ...(entry.DeviceName !== undefined && { DeviceName: finder.inDeviceName(entry.DeviceName, mark) }),
      ...(finder.is(entry.UPN) && { UPN: mark }),
      ...((finder.is(entry.UserId) || users.has(entry.UserId)) && { UserId: nobody }),
    };
  });
  return JSON.stringify({ ...message, Content: JSON.stringify(scrubbed) });
}

function devicesOf(entries: readonly Entry[], finder: PersonFinder): Set<string> {
  const theirs = entries.filter(({ UPN, UserId }) => finder.is(UPN) || finder.is(UserId));
  return new Set(theirs.flatMap(({ DeviceId }) => DeviceId ?? []));
}
