import { type PartnerSystem, partnerOsNames } from '../devices/operating-system.ts';
import { flagsOfVerdict, type Verdict } from '../devices/verdict.ts';

const unresponsiveAfterMs = 24 * 3_600_000;

/** `State` of a device entry, in the partner device service's numbers. */
export const deviceStates = { activated: 0, deactivated: 1, unresponsive: 2 } as const;

export interface ReportedDevice {
  azureDeviceId: string;
  name: string;
  os: PartnerSystem;
  osVersion: string;
  manufacturer: string | null;
  model: string | null;
  serialNumber: string | null;
  userPrincipalName: string | null;
  /** The user's Entra object id, not the UPN */
  userId: string;
  verdict: Verdict;
  lastCheckInAt: Date;
  /** Orders messages at Microsoft: must rise strictly for each device */
  lastUpdateTime: Date;
}

/** The two entries of a device in a message: inventory (EntityType 1) and compliance (EntityType 4). */
export function partnerEntriesOf(tenantId: string, device: ReportedDevice, now: Date): object[] {
  const flags = flagsOfVerdict[device.verdict];
  const lastUpdateTime = device.lastUpdateTime.toISOString();
  const silentMs = now.getTime() - device.lastCheckInAt.getTime();
  const responsive = silentMs > unresponsiveAfterMs ? deviceStates.unresponsive : deviceStates.activated;
  const known = (key: string, value: string | null) => (value === null ? {} : { [key]: value });
  return [
    {
      EntityType: 1,
      TenantId: tenantId,
      DeviceManagementState: flags.isManaged ? 'managed' : 'notManaged',
      DeviceId: device.azureDeviceId,
      DeviceName: device.name,
      UserId: device.userId,
      LastCheckInTime: device.lastCheckInAt.toISOString(),
      LastUpdateTime: lastUpdateTime,
      Os: partnerOsNames[device.os],
      OsVersion: device.osVersion,
      EasIds: [],
      State: flags.isManaged ? responsive : deviceStates.deactivated,
      ...known('SerialNumber', device.serialNumber),
      ...known('Model', device.model),
      ...known('Vendor', device.manufacturer),
      ...known('UPN', device.userPrincipalName),
    },
    {
      EntityType: 4,
      TenantId: tenantId,
      DeviceId: device.azureDeviceId,
      UserId: device.userId,
      LastUpdateTime: lastUpdateTime,
      complianceStatus: flags.isCompliant ? 'compliant' : 'notCompliant',
    },
  ];
}

/** The request body: `Content` is the JSON text of the entries, not the entries. */
export function partnerMessageBody(tenantId: string, entries: readonly object[], uploadTime: Date): string {
  return JSON.stringify({
    TenantId: tenantId,
    UploadTime: uploadTime.toISOString(),
    Content: JSON.stringify(entries),
  });
}

/** How the body of every message of a tenant starts. */
export function messagePrefix(tenantId: string): string {
  return `{"TenantId":${JSON.stringify(tenantId)}`;
}

/** The entries of one device in a stored body; none where the body does not speak of it. */
export function entriesOfDevice(body: string, azureDeviceId: string): unknown[] {
  const { Content } = JSON.parse(body) as { Content: string };
  const entries = JSON.parse(Content) as { DeviceId?: string }[];
  return entries.filter((entry) => entry.DeviceId === azureDeviceId);
}

/** The next LastUpdateTime of a device: now, or just after the last one where clocks went back. */
export function nextUpdateTime(last: Date | null, now: Date): Date {
  return last !== null && last >= now ? new Date(last.getTime() + 1) : now;
}
