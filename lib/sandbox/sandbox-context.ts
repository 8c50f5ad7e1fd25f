import type { AuthorizationCodes } from './authorization-codes.ts';
import type { Faults, FaultTarget } from './faults.ts';
import type { WriteLimit } from './graph/write-limit.ts';
import type { Audience } from './identity.ts';
import type { MdmWorld } from './mdm/mdm-world.ts';
import type { PendingDevices } from './pending-devices.ts';
import type { SandboxStore } from './sandbox-store.ts';

/** What every route works with. */
export interface Sandbox {
  store: SandboxStore;
  faults: Faults;
  pending: PendingDevices;
  signingKey: Buffer;
  codes: AuthorizationCodes;
  /** ms since 1970 */
  clock: () => number;
  settleDelayMs: number;
  maxDevicesPerMessage: number;
  /** App roles that an admin took away, to see how a missing permission looks */
  revokedRoles: Set<string>;
  /** Graph leaves the flags of all devices null, although the app may read them */
  blind: boolean;
  /** The tenant has Entra ID P1 */
  premium: boolean;
  /** What Graph says of its load, 0.8 for 80 % of the app's limit; null: nothing */
  graphLoad: number | null;
  /** Access tokens come in a form that clients cannot read */
  opaqueTokens: boolean;
  /** Partners of the tenant besides ours; `ownState`: ours, in place of what it would be; null: it is not listed */
  partners: { others: { displayName: string; partnerState: string }[]; ownState?: string | null | undefined };
  /** How many device objects the app may write */
  writeLimit: WriteLimit;
  /** Flags of device objects may be written, as by an app that Entra knows as one that manages devices */
  flagWritesAllowed: boolean;
  /** Writes to device objects since the start, by what became of them */
  writeCounts: { taken: number; refused: number; throttled: number };
  /** When What-If was asked last, in ms since 1970 */
  askedWhatIfAt: number;
  /** Requests by name of route, since the start */
  requests: Map<string, number>;
  /** The newest mails that the app sent, oldest first */
  mails: SentMail[];
  /** The systems that devices are read from */
  mdm: MdmWorld;
}

/** A mail as it came: the mailbox that it left, and the whole of it as MIME. */
export interface SentMail {
  mailbox: string;
  mime: string;
}

export interface Call {
  method: string;
  /** Decoded groups of the route's pattern */
  params: string[];
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: string;
  /** https://host:port as the client addressed us */
  origin: string;
}

export interface Answer {
  status: number;
  json?: unknown;
  /** A page, instead */
  html?: string;
  headers?: Record<string, string>;
}

export interface Route {
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Matched against the path, still encoded */
  path: RegExp;
  /** Whose token is asked for; null: none */
  audience: Audience | null;
  /** App roles, one of which the app must hold; empty: none */
  roles: readonly string[];
  /** What its body is; left out: JSON */
  takes?: 'text/plain';
  faults: readonly FaultTarget[];
  /** The api-version that must be given; null: none */
  apiVersion: string | null;
  /** The body of a fault, where it is not Microsoft's */
  errorOf?: (status: number) => unknown;
  handle: (sandbox: Sandbox, call: Call) => Answer;
}

/** A refusal, in the shape that Graph and Intune share. */
export function refuse(status: number, code: string, message: string): Answer {
  return { status, json: { error: { code, message } } };
}

/** Refuses, and remembers that the client broke the rules of the wire. */
export function refuseBreach(
  sandbox: Sandbox,
  kind: string,
  message: string,
  more: { status?: number; messageId?: string } = {},
): Answer {
  sandbox.store.addBreach(sandbox.clock(), kind, message, more.messageId ?? null);
  return refuse(more.status ?? 400, kind, message);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
