import type { Database } from '#lib/db/core/database';
import {
  type ChangingCheckIn,
  type DeviceUser,
  findDevicesOf,
  findKnownUsers,
  readChangesOf,
  readDevicesOf,
  readNamingCheckIns,
} from '#lib/db/people/personal-identity';
import type { Person } from '#lib/domain/people/person';

export interface IdentifiedPerson extends Person {
  /** Devices that are theirs now */
  devices: ReadonlyMap<string, DeviceUser>;
  /** Devices that were theirs, as far as check-ins are remembered */
  formerDevices: readonly string[];
}

/** More than a person who was renamed has: then one id stands for several people. */
const mostNames = 5;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Whoever has a principal name (without regard to letter case) or an Entra object id, with the names and ids that stand
 * beside it. Looks at every device and every check-in that changed something. Throws where an id belongs to several people.
 */
export async function identifyPerson(db: Database, user: string): Promise<IdentifiedPerson> {
  const known = new KnownPerson(user.trim().toLowerCase());
  for (const name of known.names) {
    for (const device of await findDevicesOf(db, name)) known.addDevice(device);
  }
  for (let before = -1; before !== known.size; ) {
    before = known.size;
    for (const { principalName, azureUserId, displayName } of await findKnownUsers(db, known.person())) {
      known.add(principalName, azureUserId, displayName);
    }
    await addDevices(db, known);
    await addCheckIns(db, known);
  }
  for (const [id, device] of known.devices) {
    if (known.owns(device)) known.addNamesOf(await readChangesOf(db, id));
  }
  const formerDevices = [...known.touched].filter((id) => !known.devices.has(id));
  return { ...known.person(), devices: known.devices, formerDevices };
}

async function addDevices(db: Database, known: KnownPerson): Promise<void> {
  let after: string | null = null;
  do {
    const { devices, next } = await readDevicesOf(db, known.person(), after);
    for (const device of devices) known.addDevice(device);
    after = next;
  } while (after !== null);
}

async function addCheckIns(db: Database, known: KnownPerson): Promise<void> {
  let after: Parameters<typeof readNamingCheckIns>[2] = null;
  do {
    const { checkIns, next } = await readNamingCheckIns(db, known.person(), after);
    for (const checkIn of checkIns) known.addCheckIn(checkIn);
    after = next;
  } while (after !== null);
}

class KnownPerson {
  readonly names = new Set<string>();
  readonly devices = new Map<string, DeviceUser>();
  readonly touched = new Set<string>();
  private readonly ids = new Set<string>();
  private readonly shown = new Map<string, string>();

  constructor(user: string) {
    (guid.test(user) ? this.ids : this.names).add(user);
  }

  get size(): number {
    return this.names.size + this.ids.size;
  }

  person(): Person {
    return {
      principalNames: [...this.names],
      azureUserIds: [...this.ids],
      displayNames: [...this.shown.values()],
    };
  }

  add(principalName: unknown, azureUserId: unknown, displayName: unknown): void {
    if (typeof principalName === 'string') this.names.add(principalName.toLowerCase());
    if (typeof azureUserId === 'string') this.ids.add(azureUserId.toLowerCase());
    if (typeof displayName === 'string') this.shown.set(displayName.toLowerCase(), displayName);
    if (this.names.size > mostNames) {
      throw new Error(
        `Several people have the same id: ${[...this.names].join(', ')}. Correct it in the feed first.`,
      );
    }
  }

  addDevice(device: DeviceUser): void {
    this.devices.set(device.id, device);
    const { userPrincipalName, userAzureId, userDisplayName } = device;
    if (this.isOne(userPrincipalName, userAzureId)) this.add(userPrincipalName, userAzureId, userDisplayName);
  }

  addCheckIn({ deviceId, changes }: ChangingCheckIn): void {
    for (const side of ['from', 'to'] as const) {
      const value = (field: string) => changes.find((change) => change.field === field)?.[side];
      const [name, id] = [value('userPrincipalName'), value('userAzureId')];
      const isTheirs = this.isOne(name, id);
      if (isTheirs) this.add(name, id, value('userDisplayName'));
      if (isTheirs || this.isOne(value('azureUserPrincipalName'), null)) this.touched.add(deviceId);
    }
  }

  owns({ userPrincipalName, userAzureId }: DeviceUser): boolean {
    return this.isOne(userPrincipalName, userAzureId);
  }

  /** How a device of theirs called them, back to the check-in that brought them. The oldest comes first. */
  addNamesOf(checkIns: readonly ChangingCheckIn[]): void {
    for (const { changes } of checkIns.toReversed()) {
      // That check-in itself names the user before.
      if (changes.some(({ field }) => field === 'userPrincipalName' || field === 'userAzureId')) return;
      const renamed = changes.find(({ field }) => field === 'userDisplayName');
      this.add(null, null, renamed?.from);
      this.add(null, null, renamed?.to);
    }
  }

  private isOne(name: unknown, id: unknown): boolean {
    return (
      (typeof name === 'string' && this.names.has(name.toLowerCase())) ||
      (typeof id === 'string' && this.ids.has(id.toLowerCase()))
    );
  }
}
