import { readDelta } from './device-delta.ts';
import { describeDevice } from './graph/describe-device.ts';
import { deviceWriteRoutes } from './graph/device-writes.ts';
import { mailRoutes } from './graph/send-mail.ts';
import { signInLogRoute } from './graph/sign-in-log.ts';
import { whatIfRoute } from './graph/what-if.ts';
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
import { settleMessagesOf } from './settlement.ts';
import { readUserByKey, readUserBySegment } from './users.ts';

const intuneAppId = '0000000a-0000-0000-c000-000000000000';
const intunePrincipalId = guidOf('service principal of Intune');

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
  ...mailRoutes,
  {
    ...graph,
    name: 'devices',
    method: 'GET',
    path: /^\/v1\.0\/devices$/,
    roles: ['Device.Read.All', 'Device.ReadWrite.All'],
    faults: ['graph', 'devices'],
    handle: readDevices,
  },
  ...deviceWriteRoutes,
  signInLogRoute,
  whatIfRoute,
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
      if (!sandbox.store.deleteDevice(deviceId)) return notFound(call.params[0]);
      sandbox.store.objects.setGone(deviceId);
      return { status: 204 };
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
  // Who asks for attributes is about to write them, and Entra knows the devices of a tenant without any message
  if (query.get('$select')?.includes('extensionAttributes') === true)
    for (const id of asked) sandbox.store.objects.register(id, sandbox.clock());
  const rows = [...asked].map((id) => sandbox.store.device(id)).filter((row) => row !== null);
  return {
    status: 200,
    json: { value: rows.map((row) => describeDevice(sandbox, row, query.get('$select'))) },
  };
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
  headers?: Record<string, string>;
  body?: unknown;
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
