import type { Dispatcher } from 'undici';
import { AzureError, type AzureGateway, type CallTrace } from '../domain/azure-gateway.ts';
import { errorOfAnswer, unreadableAnswer } from './answer-error.ts';
import { type AuthorizedCall, createAuthorizedCall } from './authorized-call.ts';
import { readEntraDevices } from './device-reader.ts';
import { createHttpClient, type HttpAnswer } from './http-client.ts';
import { readClientCertificate } from './read-client-certificate.ts';
import { createServiceDiscovery, type ServiceDiscovery } from './service-discovery.ts';
import { createTokenSource } from './token-source.ts';

export interface AzureGatewayOptions {
  tenantId: string;
  clientId: string;
  /** One of the two; the certificate wins */
  clientSecret?: string | undefined;
  /** PEM file with the private key and the certificate */
  clientCertificatePath?: string | undefined;
  /** Host, or https URL */
  authorityHost: string;
  graphUrl: string;
  intuneResource: string;
  /** ms since 1970 */
  clock?: (() => number) | undefined;
  /** Default 30 s */
  timeoutMs?: number | undefined;
  dispatcher?: Dispatcher | undefined;
  /** One entry a call; never a token, a body or an address with a user's name */
  log?: ((entry: AzureCallLog) => void) | undefined;
}

export interface AzureCallLog extends CallTrace {
  call: string;
  status: number;
}

const deviceApi = 'api-version=1.2';
const tenantApi = 'api-version=1.6';

/** The gateway to Microsoft over the network. Throws Error if the certificate cannot be read. */
export function createAzureGateway(options: AzureGatewayOptions): AzureGateway {
  const { tenantId } = options;
  const clock = options.clock ?? Date.now;
  const graphUrl = withoutSlash(options.graphUrl);
  const { call, discovery } = connect(options, graphUrl, clock);
  const messageUrl = async (id: string) =>
    `${(await discovery.get()).deviceService}/DataUploadMessages(guid'${id}')?${deviceApi}`;

  return {
    tenantId,
    provision: async (url) => {
      const body = JSON.stringify({ Provisioned: 1, PartnerEnrollmentUrl: url, PartnerRemediationUrl: url });
      const address = async () =>
        `${(await discovery.get()).tenantService}/PartnerTenants(guid'${tenantId}')?${tenantApi}`;
      const headers = { prefer: 'return-content' };
      const answer = await call('provision', 'intune', { method: 'PUT', url: address, headers, body });
      expectSuccess('provision', answer, clock, discovery);
      return checkInnerStatus(answer, clock);
    },
    findUserObjectId: async (userPrincipalName) => {
      const url = `${graphUrl}/v1.0/users/${encodeURIComponent(userPrincipalName)}?$select=id`;
      const answer = await call('find_user', 'graph', { method: 'GET', url });
      if (answer.status === 404) return null;
      if (answer.status !== 200) throw errorOfAnswer('find_user', answer, clock());
      const { id } = parse(answer);
      if (typeof id !== 'string') throw unreadableAnswer(answer);
      return id;
    },
    upload: async (messageId, body) => {
      const answer = await call('upload', 'intune', {
        method: 'PUT',
        url: () => messageUrl(messageId),
        body,
      });
      expectSuccess('upload', answer, clock, discovery);
      return answer.trace;
    },
    confirm: async (messageId) => {
      const answer = await call('confirm', 'intune', { method: 'GET', url: () => messageUrl(messageId) });
      if (answer.status === 404) {
        discovery.suspect();
        return { ...answer.trace, outcome: 'not_found' };
      }
      expectSuccess('confirm', answer, clock, discovery);
      return { ...answer.trace, ...readConfirmation(answer) };
    },
    readDevices: (azureDeviceIds) =>
      readEntraDevices(
        azureDeviceIds,
        async (method, path, body) => {
          const request = { method, url: `${graphUrl}${path}`, ...(body === undefined ? {} : { body }) };
          const answer = await call('read_devices', 'graph', request);
          if (answer.status !== 200) throw errorOfAnswer('read_devices', answer, clock());
          return answer;
        },
        clock,
      ),
  };
}

function connect(
  options: AzureGatewayOptions,
  graphUrl: string,
  clock: () => number,
): { call: AuthorizedCall; discovery: ServiceDiscovery } {
  const http = createHttpClient({ timeoutMs: options.timeoutMs, dispatcher: options.dispatcher });
  const certificate = options.clientCertificatePath;
  const tokens = createTokenSource({
    tenantId: options.tenantId,
    clientId: options.clientId,
    ...(certificate === undefined
      ? { clientSecret: options.clientSecret }
      : { clientCertificate: readClientCertificate(certificate) }),
    authority: authorityUrl(options.authorityHost),
    graphUrl,
    intuneResource: withoutSlash(options.intuneResource),
    http,
    clock,
  });
  const call = createAuthorizedCall({
    http,
    tokens,
    dropDiscovery: () => discovery.drop(),
    log: options.log,
  });
  const discovery = createServiceDiscovery(async (path) => {
    const answer = await call('discover', 'graph', { method: 'GET', url: `${graphUrl}${path}` });
    if (answer.status !== 200) throw discoveryError(answer, clock);
    return parse(answer);
  }, clock);
  return { call, discovery };
}

/** A refusal while looking for the services is no fault of the message that waits: never `rejected`. */
function discoveryError(answer: HttpAnswer, clock: () => number): AzureError {
  const error = errorOfAnswer('discover', answer, clock());
  return error.facts.kind === 'rejected' ? new AzureError({ ...error.facts, kind: 'passing' }) : error;
}

/** 404 of a service's own address: it moved. The same call goes through once the new address is known. */
function expectSuccess(
  call: 'provision' | 'upload' | 'confirm',
  answer: HttpAnswer,
  clock: () => number,
  discovery: ServiceDiscovery,
): void {
  if (answer.status >= 200 && answer.status < 300) return;
  const error = errorOfAnswer(call, answer, clock());
  if (answer.status !== 404) throw error;
  discovery.suspect();
  throw new AzureError({ ...error.facts, kind: 'passing' });
}

/** The tenant service may answer 200 and put the true status into the body. */
function checkInnerStatus(answer: HttpAnswer, clock: () => number): CallTrace {
  if (answer.text === '') return answer.trace;
  const inner = parse(answer).HttpStatusCode;
  if (typeof inner === 'number' && inner >= 400)
    throw errorOfAnswer('provision', { ...answer, status: inner }, clock());
  return answer.trace;
}

type Told =
  | { outcome: 'completed' }
  | { outcome: 'failed'; errorCode: string | null; errorDetail: string | null }
  | { outcome: 'unfinished'; status: string | null };

function readConfirmation(answer: HttpAnswer): Told {
  const { Status, ErrorCode, ErrorDetail } = parse(answer);
  if (Status === 'Completed') return { outcome: 'completed' };
  if (Status === 'Failed')
    return { outcome: 'failed', errorCode: textOf(ErrorCode), errorDetail: textOf(ErrorDetail) };
  return { outcome: 'unfinished', status: textOf(Status) };
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}

function parse(answer: HttpAnswer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(answer.text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // falls through to the refusal
  }
  throw unreadableAnswer(answer);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function authorityUrl(host: string): string {
  return withoutSlash(host.startsWith('https://') ? host : `https://${host}`);
}
