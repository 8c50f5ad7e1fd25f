import { randomUUID } from 'node:crypto';
import { type readConnection, setHeartbeat } from '#lib/db/connection/connection';
import { findReportedAzureId } from '#lib/db/connection/connection-overview';
import { retryHeartbeat } from '#lib/db/connection/preflight';
import type { Database } from '#lib/db/core/database';
import { missingRoles, writeRole } from '#lib/domain/azure/app-roles';
import {
  type Audience,
  AzureError,
  type AzureErrorFacts,
  type AzureGateway,
  type CallTrace,
  type PartnerState,
  partnerStates,
} from '#lib/domain/azure/azure-gateway';
import type { FindingCode, PreflightStatus, PreflightStep } from '#lib/domain/azure/preflight';
import type { EnabledChannels } from '#lib/domain/devices/channel';
import type { PreflightEntry } from '../contract/connection.ts';
import { isAlive } from '../domain/azure/connection-health.ts';

type Row = Awaited<ReturnType<typeof readConnection>>;

export function judgeWorker({ workerSeenAt }: Row, now: Date): Finding {
  return isAlive(workerSeenAt, now) ? fine : { status: 'failed', code: 'no_worker' };
}

/** App roles by token; null: they cannot be read. */
export type GrantedRoles = Readonly<Record<Audience, readonly string[] | null>>;

/**
 * Missing ones that a channel in use needs, by name; a warning where reporting goes on without them, and where a token cannot be read: it may hold
 * them all.
 */
export function judgePermissions(roles: GrantedRoles, enabled: EnabledChannels): Finding {
  const graph = roles.graph;
  // Only the partner channel needs a token for Intune
  const intune = enabled.partner ? roles.intune : [];
  const granted = { graph: graph ?? [], intune: intune ?? [] };
  const readable = { graph: graph !== null, intune: intune !== null };
  const missing = missingRoles(granted).filter(
    ({ audience, channels }) => readable[audience] && (channels?.some((one) => enabled[one]) ?? true),
  );
  if (missing.length === 0) {
    const isRead = readable.graph && readable.intune;
    return isRead ? fine : { status: 'warning', code: 'roles_unreadable' };
  }
  const permissions = missing.map(({ role }) => role);
  // Devices that go by messages are reported without it
  const canWait = enabled.partner && !enabled.tag;
  if (missing.some(({ role, stopsReporting }) => stopsReporting || (role === writeRole && !canWait)))
    return { status: 'failed', code: 'permission_missing', permissions };
  const code = permissions.includes(writeRole) ? 'write_permission_missing' : 'read_permission_missing';
  return { status: 'warning', code, permissions };
}

/** Never provisioned is no failure: the first report does it by itself. Only an admin's deprovisioning holds. */
export function judgeProvisioning(row: Row, tenantId: string): Finding {
  if (row.deprovisionedAt !== null) return { status: 'failed', code: 'deprovisioned' };
  return row.provisionedTenantId === tenantId ? fine : { status: 'warning', code: 'never_provisioned' };
}

const partnerStatus = {
  enabled: 'ok',
  unknown: 'warning',
  unavailable: 'warning',
  terminated: 'failed',
  rejected: 'failed',
  unresponsive: 'failed',
} satisfies Record<PartnerState, Finding['status']>;

/** What Microsoft believes of the partner. Others of the tenant are named, and never taken for ours. */
export async function checkPartner(gateway: AzureGateway): Promise<Finding> {
  const { partners, own, trace } = await gateway.partnerHealth();
  if (partners.length === 0) return { status: 'warning', code: 'partner_none', trace };
  const listed = partners.map((partner) => {
    const { name, state } = partner;
    return { name, state, own: partner === own };
  });
  if (own === null) return { status: 'warning', code: 'partner_unidentified', partners: listed, trace };
  const found = listed.length > 1 ? { partners: listed, trace } : { trace };
  const state = partnerStates.find((known) => known === own.state);
  if (state === undefined)
    return { ...found, status: 'warning', code: 'partner_state_new', detail: own.state ?? '–' };
  if (state === 'enabled') return { ...found, status: 'ok' };
  return { ...found, status: partnerStatus[state], code: `partner_${state}` };
}

/**
 * A real heartbeat, kept as the engine keeps its own. Where the engine has to do more with its next
 * one, that is not put off: with the first it makes the policies, and it obeys a wish for everything again.
 */
export async function checkHeartbeat(
  db: Database,
  gateway: AzureGateway,
  { heartbeatAt, provisionedAt, resyncObeyed }: Row,
  at: Date,
): Promise<Finding> {
  try {
    const { resyncTimestamp, messageErrors, trace } = await gateway.heartbeat(at);
    const asksForAll = resyncTimestamp !== null && (resyncObeyed === null || resyncTimestamp > resyncObeyed);
    const isFirst = heartbeatAt === null || (provisionedAt !== null && heartbeatAt < provisionedAt);
    if (asksForAll || isFirst) await retryHeartbeat(db.pool);
    else await setHeartbeat(db.pool, { at, problem: null });
    if (messageErrors.length === 0) return { status: 'ok', trace };
    return { status: 'warning', code: 'message_errors', detail: messageErrors.join(' · '), trace };
  } catch (error) {
    if (error instanceof AzureError) await setHeartbeat(db.pool, { at, problem: error.facts.code });
    throw error;
  }
}

/**
 * Refused although the token holds the permission: Microsoft takes approved partners only. Where the token cannot be read,
 * it may be either.
 */
export function heartbeatFailure(facts: AzureErrorFacts, intuneRoles: readonly string[] | null): Finding {
  const found = failure(facts);
  const needed = found.permissions?.[0];
  if (needed === undefined) return found;
  if (intuneRoles === null) return { ...found, code: 'permission_or_approval' };
  if (!intuneRoles.includes(needed)) return found;
  return { status: 'failed', code: 'not_approved', detail: `${facts.code}: ${facts.detail}` };
}

/** Reads one device of the fleet, else one that cannot exist: an answer without it is fine. */
export async function checkRead(db: Database, gateway: AzureGateway): Promise<Finding> {
  const id = (await findReportedAzureId(db.pool)) ?? randomUUID();
  const { blind } = await gateway.readDevices([id]);
  return blind ? { status: 'warning', code: 'no_permission' } : fine;
}

/** Reads the extension attributes of a device of the fleet, as the tag channel does before it writes. */
export async function checkTagRead(db: Database, gateway: AzureGateway): Promise<Finding> {
  const id = (await findReportedAzureId(db.pool)) ?? randomUUID();
  const { trace } = await gateway.readTags([id]);
  return { status: 'ok', trace };
}

/** What one check came to. */
export interface Finding {
  status: Exclude<PreflightStatus, 'not_needed'>;
  code?: string;
  detail?: string;
  permissions?: string[];
  partners?: PreflightEntry['partners'];
  deviceId?: string;
  trace?: CallTrace | undefined;
}

export const fine: Finding = { status: 'ok' };

/** Runs one check and times it; an error of Microsoft's becomes a finding. */
export async function check(
  step: PreflightStep,
  work: () => Promise<Finding>,
  findingOf: (facts: AzureErrorFacts) => Finding = failure,
): Promise<PreflightEntry> {
  const began = performance.now();
  const finding = await work().catch((error: unknown) => {
    if (!(error instanceof AzureError)) throw error;
    return { trace: error.facts.trace, ...findingOf(error.facts) };
  });
  const { status, code = null, detail = null, permissions, partners, deviceId, trace } = finding;
  return {
    step,
    status,
    code,
    detail,
    ...(permissions === undefined ? {} : { permissions }),
    ...(partners === undefined ? {} : { partners }),
    ...(deviceId === undefined ? {} : { deviceId }),
    durationMs: Math.round(performance.now() - began),
    clientRequestId: trace?.clientRequestId ?? null,
    requestId: trace?.requestId ?? null,
  };
}

/** A check that could tell nothing, because one before it failed; or that no channel in use needs. */
export function notRun(step: PreflightStep, status: 'skipped' | 'not_needed'): PreflightEntry {
  const nothing = { code: null, detail: null, clientRequestId: null, requestId: null };
  return { step, status, durationMs: 0, ...nothing };
}

/** Microsoft's code and words as they are; a refused permission by its name. */
export function failure({ kind, code, detail, permission }: AzureErrorFacts): Finding {
  if (kind !== 'forbidden' || permission === undefined) return { status: 'failed', code, detail };
  const words = `${code}: ${detail}`;
  return { status: 'failed', code: 'permission_missing', detail: words, permissions: [permission] };
}

/** The same where reporting goes on without the permission: a warning under a code of its own. */
export function warningWithout(code: FindingCode): (facts: AzureErrorFacts) => Finding {
  return (facts) => {
    const found = failure(facts);
    return found.code === 'permission_missing' ? { ...found, status: 'warning', code } : found;
  };
}
