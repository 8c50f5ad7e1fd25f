import { BrandedError } from '#lib/errors';
import { TenkoError } from '../../errors.ts';
import type { OperatingSystem } from '../devices/operating-system.ts';
import type { DeviceWrite, DeviceWriteResult, TaggableDevice } from './device-writes.ts';
import type { SignInEvent, SignInQuery } from './sign-in-event.ts';
import type { WhatIfPolicy, WhatIfQuery } from './what-if.ts';

/** One call to Microsoft: the ids that its support asks for, ours and theirs, and what came of it. */
export interface CallTrace {
  clientRequestId: string;
  requestId: string | null;
  /** HTTP status; null: no answer came */
  status: number | null;
  /** What came back, cut to 2,000 characters; never a token */
  answer: string | null;
  durationMs: number;
}

/** Where a message stands. `unfinished`: any status of Microsoft's that is not terminal. */
export type Confirmation = { trace: CallTrace } & (
  | { outcome: 'completed' }
  | { outcome: 'failed'; errorCode: string | null; errorDetail: string | null }
  | { outcome: 'unfinished'; status: string | null }
  | { outcome: 'not_found' }
);

/** What Entra knows of a device. Null flags: not set, or the app may not read them. */
export interface EntraDevice {
  azureDeviceId: string;
  /** Graph's `id`, by which the object is deleted: not the device id */
  objectId: string;
  isCompliant: boolean | null;
  isManaged: boolean | null;
  /** `accountEnabled` */
  enabled: boolean | null;
  complianceExpiresAt: Date | null;
  /** Its extension attributes that are set, by number, and how it is joined; only where they were asked for */
  attributes?: ReadonlyMap<number, string>;
  trustType?: string | null;
}

export interface EntraDevices {
  devices: EntraDevice[];
  /**
   * How near the app is to Graph's limit, 0.8 and more where it says so at all; null: far.
   * `x-ms-throttle-limit-percentage`: https://learn.microsoft.com/graph/throttling
   */
  load: number | null;
  /** No flag of any device is shown, and the token's roles do not show that the app may read them */
  blind: boolean;
}

export interface DeviceWrites {
  trace: CallTrace;
  /** As of `EntraDevices` */
  load: number | null;
  /** One for each write, in their order */
  results: DeviceWriteResult[];
}

/** A device as Entra lists it: also one that Tenko does not know. */
export interface ListedDevice extends EntraDevice {
  name: string | null;
  os: OperatingSystem;
  /** Null: never, or before Entra kept it */
  lastSignInAt: Date | null;
}

/** A page of what changed in Entra; the first pages list every device. */
export interface EntraChanges extends Omit<EntraDevices, 'devices'> {
  devices: ListedDevice[];
  /** Object ids (Graph's `id`) of devices that were deleted */
  removed: string[];
  /** Where the list goes on. `isLast`: with later changes, in a while; else with more of these, at once */
  next: { link: string; isLast: boolean };
}

/** The tenant service's answer to a heartbeat. */
export interface Heartbeat {
  trace: CallTrace;
  /** Newer than the one obeyed last: everything is to be sent again */
  resyncTimestamp: Date | null;
  /** Errors of messages that Microsoft names, as it words them */
  messageErrors: string[];
}

/** https://learn.microsoft.com/graph/api/resources/intune-onboarding-compliancemanagementpartner */
export const partnerStates = [
  'unknown',
  'unavailable',
  'enabled',
  'terminated',
  'rejected',
  'unresponsive',
] as const;
export type PartnerState = (typeof partnerStates)[number];

/** A compliance partner of the tenant. */
export interface Partner {
  /** As Intune shows it */
  name: string | null;
  /** Microsoft's own word: one of `partnerStates`, or a newer one */
  state: string | null;
  lastHeartbeatAt: Date | null;
}

export interface PartnerHealth {
  trace: CallTrace;
  /** All that Microsoft lists of this tenant */
  partners: readonly Partner[];
  /** The one of them that Tenko is; null: none is recognized */
  own: Partner | null;
}

export type Audience = 'graph' | 'intune';
export const partnerPlatforms = ['iOS', 'Android', 'macOS'] as const;
export type PartnerPlatform = (typeof partnerPlatforms)[number];

/**
 * The only door to Microsoft. Every method may throw AzureError, and nothing else of the network's.
 * Facts of the wire: Microsoft Graph, and the Intune partner services (tenant, device) that discovery names.
 */
export interface AzureGateway {
  readonly tenantId: string;
  /** Hosts and ports of the proxies that calls go through, without logins; empty: none */
  readonly proxies: readonly string[];
  /** Switches partner management on for the tenant; safe to repeat. `url`: where users and admins reach Tenko. */
  provision(url: string): Promise<CallTrace>;
  /** Switches partner management off for the tenant; safe to repeat. */
  deprovision(url: string): Promise<CallTrace>;
  /** Makes sure that the platform has a compliance policy that the partner manages. Returns its id. */
  ensurePolicy(platform: PartnerPlatform): Promise<string>;
  /** Shows the tenant service that the partner is alive. */
  heartbeat(at: Date): Promise<Heartbeat>;
  /** What Microsoft believes of the tenant's partners, and which of them is Tenko. */
  partnerHealth(): Promise<PartnerHealth>;
  /** The app roles in a new token, sorted; null: they cannot be read, since nobody but Microsoft need understand it. */
  appRoles(audience: Audience): Promise<string[] | null>;
  /** Asks again where the partner services are. */
  discover(): Promise<{ tenantService: string; deviceService: string }>;
  /** The Entra object id of a user (GUID); null: no such user. */
  findUserObjectId(userPrincipalName: string): Promise<string | null>;
  /** Where a user gets mail, and in which language; null: no such user. */
  findUserContact(
    userPrincipalName: string,
  ): Promise<{ mail: string | null; language: string | null } | null>;
  /**
   * Sends a mail from a mailbox of the tenant; needs `Mail.Send`. `message`: the whole of it as MIME. A success means that Exchange
   * took it, not that it arrived. https://learn.microsoft.com/graph/api/user-sendmail
   */
  sendMail(mailbox: string, message: Buffer): Promise<CallTrace>;
  /** Sends a message of the given id; the same id and bytes may be sent again. `body`: the whole JSON text. */
  upload(messageId: string, body: string): Promise<CallTrace>;
  confirm(messageId: string): Promise<Confirmation>;
  /** Reads devices by Azure device id (any number); those that Entra does not know are left out. `tags`: with attributes */
  readDevices(azureDeviceIds: readonly string[], options?: { tags: boolean }): Promise<EntraDevices>;
  /** The newest interactive sign-ins of a user on a device; needs `AuditLog.Read.All` and Entra ID P1. */
  signIns(query: SignInQuery): Promise<SignInEvent[]>;
  /**
   * Which Conditional Access policies would apply to a sign-in; needs `Policy.Read.All`. Microsoft takes one such question a
   * second for the tenant (`throttled`, without a time to wait).
   */
  whatIf(query: WhatIfQuery): Promise<{ trace: CallTrace; policies: WhatIfPolicy[] }>;
  /** Writes 1 to 20 device objects in one `$batch`. Throws AzureError where the batch as a whole did not get through. */
  writeDevices(writes: readonly DeviceWrite[]): Promise<DeviceWrites>;
  /** Reads the extension attributes of 1 to 15 devices. By id in lower case; absent: Entra does not know the device. */
  readTags(
    azureDeviceIds: readonly string[],
  ): Promise<{ trace: CallTrace; devices: ReadonlyMap<string, TaggableDevice> }>;
  /**
   * Reads a page of Entra's devices and their changes. `link`: as the page before gave it; null: from the beginning, with all
   * devices. Returns null where Entra no longer knows the link, and the list has to start again.
   * https://learn.microsoft.com/graph/api/device-delta
   */
  readDeviceChanges(link: string | null): Promise<EntraChanges | null>;
  /**
   * Reads from Intune's managedDevices, for a source. `address`: below it, or a whole link of a page. The JSON as it is; null:
   * 404. https://learn.microsoft.com/graph/api/intune-devices-manageddevice-list
   */
  readManagedDevices(address: string): Promise<unknown>;
  /** Deletes a device object of Entra; false: it was gone already. */
  deleteDevice(objectId: string): Promise<boolean>;
}

export const azureErrorKinds = [
  /** network, timeout, 408, 5xx: the same call again later */
  'passing',
  /** 429 or 503 with or without Retry-After: the same, for all workers together */
  'throttled',
  /** 401 after one new token, or no token could be had: the connection is unhealthy */
  'unauthorized',
  /** 403: the connection is unhealthy, a permission is missing */
  'forbidden',
  /** 400 and other refusals of what was sent */
  'rejected',
  /** 413 */
  'too_large',
] as const;
export type AzureErrorKind = (typeof azureErrorKinds)[number];

export interface AzureErrorFacts {
  kind: AzureErrorKind;
  /** Microsoft's own code, or one of ours such as `timeout`, `network`, `token_refused` */
  code: string;
  /** Plain words for an admin; never a secret, token or body */
  detail: string;
  status?: number | undefined;
  retryAfterMs?: number | undefined;
  /** The app role that is missing (403) */
  permission?: string | undefined;
  trace?: CallTrace | undefined;
}

export class AzureError extends BrandedError {
  static override readonly brand = 'AzureError';
  readonly facts: AzureErrorFacts;

  constructor(facts: AzureErrorFacts) {
    super(`${facts.kind}: ${facts.code}: ${facts.detail}`);
    this.name = 'AzureError';
    this.facts = facts;
  }
}

/** Microsoft is to be left alone for a while, so it was not asked. */
export function throttledRefusal(detail: string, retryAfterMs: number): TenkoError {
  return new TenkoError('azure_unavailable', detail, { reason: 'throttled', retryAfterMs });
}

/** What a failed call to Microsoft means to whoever waits for it: in Microsoft's own code and words, which hold no secret. */
export function azureRefusal({ facts }: AzureError): TenkoError {
  const { kind, code, detail, retryAfterMs } = facts;
  const isPassing = kind === 'passing' || kind === 'throttled';
  const more = { reason: code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return new TenkoError(isPassing ? 'azure_unavailable' : 'azure_refused', detail, more);
}
