/** Which tenant is spoken to; `sandbox`: none that is real. */
export interface AzureIdentity {
  mode: 'sandbox' | 'tenant';
  tenantId: string;
}

/** The ids that Microsoft's support asks for: ours and theirs. */
export interface CallTrace {
  clientRequestId: string;
  requestId: string | null;
}

/** Where a message stands. `unfinished`: any status of Microsoft's that is not terminal. */
export type Confirmation = CallTrace &
  (
    | { outcome: 'completed' }
    | { outcome: 'failed'; errorCode: string | null; errorDetail: string | null }
    | { outcome: 'unfinished'; status: string | null }
    | { outcome: 'not_found' }
  );

/** What Entra answers for a device when asked. Null flags: the app may not read them. */
export interface EntraDevice {
  azureDeviceId: string;
  isCompliant: boolean | null;
  isManaged: boolean | null;
}

/**
 * The only door to Microsoft. Every method may throw AzureError, and nothing else of the network's.
 * Facts of the wire: Microsoft Graph, and the Intune partner services (tenant, device) that discovery names.
 */
export interface AzureGateway {
  readonly tenantId: string;
  /** Switches partner management on for the tenant; safe to repeat. `url`: where users and admins reach Tenko. */
  provision(url: string): Promise<CallTrace>;
  /** The Entra object id of a user (GUID); null: no such user. */
  findUserObjectId(userPrincipalName: string): Promise<string | null>;
  /** Sends a message of the given id; the same id and bytes may be sent again. `body`: the whole JSON text. */
  upload(messageId: string, body: string): Promise<CallTrace>;
  confirm(messageId: string): Promise<Confirmation>;
  /** Reads devices by Azure device id (any number); those that Entra does not know are left out. */
  readDevices(azureDeviceIds: readonly string[]): Promise<EntraDevice[]>;
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

export class AzureError extends Error {
  readonly facts: AzureErrorFacts;

  constructor(facts: AzureErrorFacts) {
    super(`${facts.kind}: ${facts.code}: ${facts.detail}`);
    this.name = 'AzureError';
    this.facts = facts;
  }
}
