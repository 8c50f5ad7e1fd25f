import { refusalOf } from './access-token.ts';
import type { Fault, FaultTarget } from './faults.ts';
import { graphRoutes, parseBatch } from './graph-routes.ts';
import { rolesHeld } from './identity.ts';
import { intuneRoutes } from './intune-routes.ts';
import { fleetRoutes } from './mdm/fleet.ts';
import { managedDeviceRoutes } from './mdm/intune.ts';
import { ivantiRoutes } from './mdm/ivanti.ts';
import { jamfRoutes } from './mdm/jamf.ts';
import { jsonRoutes } from './mdm/json.ts';
import { type Answer, type Call, type Route, refuse, refuseBreach, type Sandbox } from './sandbox-context.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { tokenRoutes } from './token-routes.ts';

const batchRoute: Route = {
  name: 'batch',
  method: 'POST',
  path: /^\/v1\.0\/\$batch$/,
  audience: 'graph',
  roles: [],
  faults: ['graph', 'batch'],
  apiVersion: null,
  handle: answerBatch,
};
const routes: readonly Route[] = [
  ...tokenRoutes,
  ...signInRoutes,
  ...graphRoutes,
  batchRoute,
  ...intuneRoutes,
  ...ivantiRoutes,
  ...jamfRoutes,
  ...fleetRoutes,
  ...jsonRoutes,
  ...managedDeviceRoutes,
];

/** `cut`: the connection ends, or hangs, instead of a response. `delayMs`: the response comes so much later. */
export type Outcome = Answer | (Answer & { delayMs: number }) | { cut: 'reset' | 'stall' };

/** Handles one request of the simulated services, faults included. `path` is still encoded. */
export function dispatch(sandbox: Sandbox, path: string, call: Omit<Call, 'params'>): Outcome {
  const found = findRoute(call.method, path);
  if (found === null) {
    return refuseBreach(sandbox, 'unknown_address', `${call.method} ${path}`, { status: 404 });
  }
  const { route, params } = found;
  sandbox.requests.set(route.name, (sandbox.requests.get(route.name) ?? 0) + 1);
  const fault = sandbox.faults.take(targetsOf(route, call));
  if (fault?.cut === 'before') return { cut: 'reset' };
  if (fault?.cut === 'stall') return { cut: 'stall' };
  const answer =
    fault?.status === undefined
      ? (admit(sandbox, route, call) ?? route.handle(sandbox, { ...call, params }))
      : answerOfFault(fault, fault.status, route);
  if (fault?.cut === 'after') return { cut: 'reset' };
  const loaded = withLoad(sandbox, route, answer);
  return fault?.delayMs === undefined ? loaded : { ...loaded, delayMs: fault.delayMs };
}

function targetsOf({ name, faults }: Route, { body }: Pick<Call, 'body'>): readonly FaultTarget[] {
  if (name !== 'batch') return faults;
  const requests = parseBatch(body);
  const writes = typeof requests !== 'string' && requests.some(({ method }) => method === 'PATCH');
  return writes ? [...faults, 'write-batch'] : faults;
}

/** https://learn.microsoft.com/graph/throttling: how near the app is to its limit. */
function withLoad({ graphLoad }: Sandbox, route: Route, answer: Answer): Answer {
  if (graphLoad === null || route.audience !== 'graph') return answer;
  return { ...answer, headers: { ...answer.headers, 'x-ms-throttle-limit-percentage': String(graphLoad) } };
}

function findRoute(method: string, path: string): { route: Route; params: string[] } | null {
  for (const route of routes) {
    if (route.method !== method) continue;
    const match = route.path.exec(path);
    if (match !== null) return { route, params: match.slice(1).map((part) => decodeURIComponent(part)) };
  }
  return null;
}

/** Token, app role and api-version; null: the call may go on. */
function admit(sandbox: Sandbox, route: Route, call: Omit<Call, 'params'>): Answer | null {
  if (route.audience === null) return null;
  const refusal = refusalOf(sandbox.signingKey, call.headers.authorization, route.audience, sandbox.clock());
  if (refusal !== null) return refuse(401, 'InvalidAuthenticationToken', refusal);
  const held = rolesHeld(route.audience, sandbox.revokedRoles);
  if (route.roles.length > 0 && !route.roles.some((role) => held.includes(role))) {
    return refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  }
  if (route.apiVersion !== null && call.query.get('api-version') !== route.apiVersion) {
    return refuseBreach(
      sandbox,
      'wrong_api_version',
      `${route.name}: api-version must be ${route.apiVersion}`,
    );
  }
  const takes = route.takes ?? 'application/json';
  if (call.body !== '' && call.headers['content-type']?.startsWith(takes) !== true) {
    return refuseBreach(sandbox, 'wrong_content_type', route.name, { status: 415 });
  }
  return null;
}

function answerOfFault(
  fault: Fault,
  status: number,
  { faults: targets, errorOf }: Pick<Route, 'faults' | 'errorOf'>,
): Answer {
  const headers: Record<string, string> = {};
  if (fault.retryAfterSeconds !== undefined) headers['retry-after'] = String(fault.retryAfterSeconds);
  if (fault.retryAfterAt !== undefined) headers['retry-after'] = new Date(fault.retryAfterAt).toUTCString();
  if (errorOf !== undefined) return { status, headers, json: errorOf(status) };
  if (targets.includes('token')) {
    const error = status < 429 ? 'invalid_client' : 'temporarily_unavailable';
    const text =
      status < 429
        ? 'AADSTS7000222: The provided client secret keys are expired.'
        : 'AADSTS90033: A transient error has occurred.';
    return { status, headers, json: { error, error_description: text, error_codes: [] } };
  }
  if (fault.inBody === true)
    return { status: 200, json: { HttpStatusCode: status, ErrorDetail: 'A fault of the sandbox.' } };
  const codes: Record<number, string> = {
    401: 'InvalidAuthenticationToken',
    403: 'Authorization_RequestDenied',
    429: 'TooManyRequests',
    503: 'ServiceUnavailable',
  };
  return {
    ...refuse(status, fault.code ?? codes[status] ?? 'SandboxFault', 'A fault of the sandbox.'),
    headers,
  };
}

function answerBatch(sandbox: Sandbox, call: Call): Answer {
  const requests = parseBatch(call.body);
  if (typeof requests === 'string') return refuseBreach(sandbox, 'BadRequest', requests);
  const responses = requests.flatMap(({ id, method, url, headers: given = {}, body }) => {
    const address = new URL(`/v1.0${url}`, call.origin);
    const text = body === undefined ? '' : JSON.stringify(body);
    const part = {
      ...call,
      method,
      query: address.searchParams,
      headers: headersOf(call, given),
      body: text,
    };
    const answer = answerPart(sandbox, address.pathname, part);
    if (answer === null) return [];
    const { status, json, headers = {} } = answer;
    return [{ id, status, headers, body: json ?? null }];
  });
  // Graph promises no order: a client that counts on one is found out here
  return { status: 200, json: { responses: responses.reverse() } };
}

/** A part has headers of its own, and only the token of the whole. */
function headersOf(call: Call, given: Record<string, string>): Call['headers'] {
  const own = Object.entries(given).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return { authorization: call.headers.authorization, ...Object.fromEntries(own) };
}

/** Null: Graph leaves the response out. */
function answerPart(sandbox: Sandbox, path: string, call: Call): Answer | null {
  const found = findRoute(call.method, path);
  if (found === null || found.route.audience !== 'graph' || found.route.name === 'batch') {
    return refuse(404, 'BadRequest', 'Resource not found for the segment.');
  }
  const isWrite = found.route.name === 'write-device';
  const fault = sandbox.faults.take(isWrite ? ['subrequest', 'device-write'] : ['subrequest']);
  if (isWrite && fault?.cut === 'before') return null;
  const answer =
    fault === null || (isWrite && fault.status === undefined)
      ? (admit(sandbox, found.route, call) ?? found.route.handle(sandbox, { ...call, params: found.params }))
      : answerOfFault(fault, fault.status ?? 503, { faults: [] });
  if (isWrite && fault?.cut === 'after') return null;
  return withLoad(sandbox, found.route, answer);
}
