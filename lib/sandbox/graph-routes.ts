import { readDelta } from './device-delta.ts';
import { signInLogRoute } from './graph/sign-in-log.ts';
import { guidOf, isGuid, objectIdOf } from './guid.ts';
import { sandboxPartnerName } from './identity.ts';
import {
  type Answer,
  type Call,
  parseJson,
  type Route,
  refuse,
  refuseBreach,
  type Sandbox,
} from './sandbox-context.ts';
import type { DeviceRow } from './sandbox-store.ts';
import { hasSentinel } from './sentinels.ts';
import { settleMessagesOf } from './settlement.ts';
import { readUserByKey, readUserBySegment } from './users.ts';

const intuneAppId = '0000000a-0000-0000-c000-000000000000';
const intunePrincipalId = guidOf('service principal of Intune');
/** Without it Graph leaves isCompliant and isManaged null. */
const flagsRole = 'DeviceManagementManagedDevices.Read.All';

const graph = { audience: 'graph', apiVersion: null } as const;
const readsUsers: Pick<Route, 'method' | 'roles' | 'faults'> = {
  method: 'GET',
  roles: ['User.Read.All'],
  faults: ['graph', 'users'],
};

/** Microsoft Graph, as far as Tenko uses it. */
export const graphRoutes: Route[] = [
  {
    ...graph,
    name: 'service-principals',
    method: 'GET',
    path: /^\/v1\.0\/servicePrincipals$/,
    roles: ['ServicePrincipalEndpoint.Read.All'],
    faults: ['graph', 'discovery'],
    handle: (sandbox, call) =>
      call.query.get('$filter') === `appId eq '${intuneAppId}'`
        ? { status: 200, json: { value: [{ id: intunePrincipalId, appId: intuneAppId }] } }
        : refuseBreach(sandbox, 'BadRequest', 'servicePrincipals: unexpected $filter'),
  },
  {
    ...graph,
    name: 'endpoints',
    method: 'GET',
    path: /^\/v1\.0\/servicePrincipals\/([^/]+)\/endpoints$/,
    roles: ['ServicePrincipalEndpoint.Read.All'],
    faults: ['graph', 'discovery'],
    handle: (_sandbox, call) => listEndpoints(call),
  },
  {
    ...graph,
    ...readsUsers,
    name: 'users',
    path: /^\/v1\.0\/users\/([^/]+)$/,
    handle: readUserBySegment,
  },
  {
    ...graph,
    ...readsUsers,
    name: 'users-by-key',
    path: /^\/v1\.0\/users\('([^/]*)'\)$/,
    handle: readUserByKey,
  },
  {
    ...graph,
    name: 'devices',
    method: 'GET',
    path: /^\/v1\.0\/devices$/,
    roles: ['Device.Read.All', 'Device.ReadWrite.All'],
    faults: ['graph', 'devices'],
    handle: readDevices,
  },
  signInLogRoute,
  {
    ...graph,
    name: 'device-changes',
    method: 'GET',
    path: /^\/v1\.0\/devices\/delta$/,
    roles: ['Device.Read.All', 'Device.ReadWrite.All'],
    faults: ['graph', 'delta'],
    handle: (sandbox, call) =>
      readDelta(sandbox, call, (row, select) => describeDevice(sandbox, row, select)),
  },
  {
    ...graph,
    name: 'delete-device',
    method: 'DELETE',
    path: /^\/v1\.0\/devices\/([^/]+)$/,
    roles: ['Device.ReadWrite.All'],
    faults: ['graph', 'delete'],
    handle: (sandbox, call) => {
      const deviceId = objectIdOf((call.params[0] ?? '').toLowerCase());
      settleMessagesOf(sandbox, [deviceId]);
      return sandbox.store.deleteDevice(deviceId) ? { status: 204 } : notFound(call.params[0]);
    },
  },
  {
    ...graph,
    name: 'compliance-management-partners',
    method: 'GET',
    path: /^\/v1\.0\/deviceManagement\/complianceManagementPartners$/,
    roles: ['DeviceManagementServiceConfig.Read.All'],
    faults: ['graph', 'partners'],
    handle: (sandbox) => ({ status: 200, json: { value: partnersOf(sandbox) } }),
  },
];

function listEndpoints({ params, origin }: Call): Answer {
  if (params[0] !== intunePrincipalId) return notFound(params[0]);
  const value = ['PartnerTenantDataSyncService', 'PartnerDeviceDataSyncService'].map((providerName) => ({
    id: guidOf(providerName),
    capability: providerName,
    providerName,
    uri: `${origin}/${providerName}`,
  }));
  return { status: 200, json: { value } };
}

function readDevices(sandbox: Sandbox, { query }: Call): Answer {
  const list = /^deviceId in \((.*)\)$/.exec(query.get('$filter') ?? '')?.[1];
  if (list === undefined)
    return refuseBreach(sandbox, 'BadRequest', 'devices: only deviceId in (…) is played');
  const ids = list.split(',').map((item) => /^\s*'([^']*)'\s*$/.exec(item)?.[1]?.toLowerCase() ?? '');
  if (ids.length > 15) {
    return refuseBreach(
      sandbox,
      'Request_UnsupportedQuery',
      'Too many child clauses specified in search filter.',
    );
  }
  if (!ids.every(isGuid))
    return refuseBreach(sandbox, 'Request_BadRequest', 'Invalid filter clause: not a GUID');
  const asked = new Set(ids);
  settleMessagesOf(sandbox, asked);
  const rows = [...asked].map((id) => sandbox.store.device(id)).filter((row) => row !== null);
  return {
    status: 200,
    json: { value: rows.map((row) => describeDevice(sandbox, row, query.get('$select'))) },
  };
}

/** So long Entra takes to follow for a device that is slow by its name: longer than it is asked again quickly. */
const slowMs = 10 * 60_000;
const day = 86_400_000;

/** What Entra believes, as far as the app may read it. */
function flagsOf(
  sandbox: Sandbox,
  row: DeviceRow,
): { isCompliant: boolean | null; isManaged: boolean | null } {
  if (sandbox.blind || sandbox.revokedRoles.has(flagsRole)) return { isCompliant: null, isManaged: null };
  const isManaged = row.is_managed === 1;
  if (row.no_state === 1 || hasSentinel(row.name, 'noState')) return { isCompliant: null, isManaged };
  const isLate = hasSentinel(row.name, 'slow') && sandbox.clock() < row.settled_at + slowMs;
  return { isCompliant: (row.is_compliant === 1) !== isLate, isManaged };
}

function expiryOf(row: DeviceRow): string | null {
  const expired = hasSentinel(row.name, 'expired') ? row.settled_at - day : null;
  const at = row.expires_at ?? expired;
  return at === null ? null : new Date(at).toISOString();
}

function describeDevice(sandbox: Sandbox, row: DeviceRow, select: string | null): Record<string, unknown> {
  const all: Record<string, unknown> = {
    id: objectIdOf(row.id),
    deviceId: row.id,
    displayName: row.name,
    ...flagsOf(sandbox, row),
    accountEnabled: row.enabled === 1 && !hasSentinel(row.name, 'disabled'),
    approximateLastSignInDateTime: new Date(row.last_check_in).toISOString(),
    complianceExpirationDateTime: expiryOf(row),
    operatingSystem: row.os,
    operatingSystemVersion: row.os_version,
  };
  if (select === null) return all;
  return Object.fromEntries(select.split(',').map((name) => [name.trim(), all[name.trim()] ?? null]));
}

function partnersOf({ store, partners: { others, ownState } }: Sandbox): Record<string, unknown>[] {
  const isOn = store.setting('provisioned') === '1';
  const partner = (displayName: string, partnerState: string, lastHeartbeat: string | null) => ({
    id: guidOf(`partner ${displayName}`),
    displayName,
    partnerState,
    lastHeartbeatDateTime: lastHeartbeat ?? '0001-01-01T00:00:00Z',
    macOsOnboarded: isOn,
    windowsOnboarded: false,
    androidOnboarded: isOn,
    iosOnboarded: isOn,
  });
  const usual = isOn ? 'enabled' : 'unknown';
  const heartbeat = store.setting('heartbeat');
  const own = ownState === null ? [] : [partner(sandboxPartnerName, ownState ?? usual, heartbeat)];
  return [...others.map(({ displayName, partnerState }) => partner(displayName, partnerState, null)), ...own];
}

function notFound(id: string | undefined): Answer {
  return refuse(404, 'Request_ResourceNotFound', `Resource '${id ?? ''}' does not exist.`);
}

export interface BatchRequest {
  id: string;
  method: string;
  url: string;
}

/** The requests of a `$batch` body; a string says why it is refused. */
export function parseBatch(body: string): BatchRequest[] | string {
  const value = parseJson(body) as { requests?: unknown } | undefined;
  const requests = value?.requests;
  if (!Array.isArray(requests)) return 'Invalid batch payload format.';
  if (requests.length === 0 || requests.length > 20) return 'Number of batch request steps must be 1 to 20.';
  const isWhole = requests.every(
    (one: Partial<BatchRequest>) =>
      typeof one.id === 'string' && typeof one.method === 'string' && one.url?.startsWith('/') === true,
  );
  if (!isWhole) return 'A batch request needs id, method and a url that starts with a slash.';
  if (new Set(requests.map((one: BatchRequest) => one.id)).size < requests.length)
    return 'Batch ids must be unique.';
  return requests as BatchRequest[];
}
