import { z } from 'zod';

const guid = z.guid();
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/, 'not an ISO 8601 time in UTC');

const envelope = z.strictObject({ TenantId: guid, UploadTime: time, Content: z.string() });

const inventoryEntry = z
  .strictObject({
    EntityType: z.literal(1),
    TenantId: guid,
    DeviceManagementState: z.enum(['managed', 'notManaged']),
    DeviceId: guid,
    DeviceName: z.string().min(1),
    UserId: guid,
    LastCheckInTime: time,
    LastUpdateTime: time,
    Os: z.enum(['iOS', 'Android', 'macOS', 'Windows']),
    OsVersion: z.string(),
    EasIds: z.array(z.string()),
    /** 0 activated, 1 deactivated, 2 unresponsive */
    State: z.union([z.literal(0), z.literal(1), z.literal(2)]),
    SerialNumber: z.string().nullish(),
    Model: z.string().nullish(),
    Vendor: z.string().nullish(),
    UDID: z.string().nullish(),
    UPN: z.string().nullish(),
  })
  .refine((entry) => entry.DeviceManagementState === 'managed' || entry.State === 1, {
    message: 'notManaged needs State 1',
  });

const complianceEntry = z.strictObject({
  EntityType: z.literal(4),
  TenantId: guid,
  DeviceId: guid,
  UserId: guid,
  LastUpdateTime: time,
  complianceStatus: z.enum(['compliant', 'notCompliant']),
});

const entries = z.array(z.discriminatedUnion('EntityType', [inventoryEntry, complianceEntry])).min(1);

/** What a message says of one device. Times in ms since 1970. */
export interface ReportedDevice {
  deviceId: string;
  name: string;
  isManaged: boolean;
  isCompliant: boolean;
  os: string;
  osVersion: string;
  userId: string;
  lastCheckIn: number;
  lastUpdate: number;
}

export type ParsedMessage = { devices: ReportedDevice[] } | { refusal: string };

/** Reads a DataUploadMessages body, as strictly as is known of Intune's device service. */
export function parseUploadMessage(body: string, tenantId: string): ParsedMessage {
  const outer = envelope.safeParse(parseJson(body));
  if (!outer.success) return { refusal: firstIssue(outer.error) };
  const inner = entries.safeParse(parseJson(outer.data.Content));
  if (!inner.success) return { refusal: `Content: ${firstIssue(inner.error)}` };
  const strangers = [outer.data, ...inner.data].some(
    (part) => part.TenantId.toLowerCase() !== tenantId.toLowerCase(),
  );
  if (strangers) return { refusal: 'TenantId is not the tenant of the token' };
  return pairEntries(inner.data);
}

type Entry = z.infer<typeof entries>[number];

function pairEntries(all: Entry[]): ParsedMessage {
  const inventory = new Map<string, z.infer<typeof inventoryEntry>>();
  const compliance = new Map<string, z.infer<typeof complianceEntry>>();
  for (const entry of all) {
    const id = entry.DeviceId.toLowerCase();
    const seen = entry.EntityType === 1 ? inventory.has(id) : compliance.has(id);
    if (seen) return { refusal: `Device ${id} has two entries of EntityType ${entry.EntityType}` };
    if (entry.EntityType === 1) inventory.set(id, entry);
    else compliance.set(id, entry);
  }
  const devices: ReportedDevice[] = [];
  for (const id of new Set([...inventory.keys(), ...compliance.keys()])) {
    const device = joinEntries(id, inventory.get(id), compliance.get(id));
    if (typeof device === 'string') return { refusal: `Device ${id}: ${device}` };
    devices.push(device);
  }
  return { devices };
}

function joinEntries(
  deviceId: string,
  inventory: z.infer<typeof inventoryEntry> | undefined,
  compliance: z.infer<typeof complianceEntry> | undefined,
): ReportedDevice | string {
  if (inventory === undefined) return 'no entry of EntityType 1';
  if (compliance === undefined) return 'no entry of EntityType 4';
  if (inventory.UserId.toLowerCase() !== compliance.UserId.toLowerCase()) return 'two different UserIds';
  const isManaged = inventory.DeviceManagementState === 'managed';
  const isCompliant = compliance.complianceStatus === 'compliant';
  if (!isManaged && isCompliant) return 'notManaged cannot be compliant';
  return {
    deviceId,
    name: inventory.DeviceName,
    isManaged,
    isCompliant,
    os: inventory.Os,
    osVersion: inventory.OsVersion,
    userId: inventory.UserId,
    lastCheckIn: Date.parse(inventory.LastCheckInTime),
    lastUpdate: Math.max(Date.parse(inventory.LastUpdateTime), Date.parse(compliance.LastUpdateTime)),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'invalid' : `${issue.path.join('.') || 'body'}: ${issue.message}`;
}
