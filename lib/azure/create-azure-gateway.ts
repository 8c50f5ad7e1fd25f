import type { Dispatcher } from 'undici';
import { readsFlags } from '#lib/domain/azure/app-roles';
import { AzureError, type AzureGateway, type Confirmation } from '#lib/domain/azure/azure-gateway';
import { openWayOut, type ProxySettings } from '../outbound/way-out.ts';
import { errorOfAnswer } from './answer-error.ts';
import { type AzureCallLog, createAuthorizedCall } from './authorized-call.ts';
import { authorityUrl } from './clouds.ts';
import { createGraphCalls } from './graph-calls.ts';
import { createHttpClient, type HttpAnswer } from './http-client.ts';
import { createPartnerCall, type Wire } from './partner-call.ts';
import { readObject, textOrNull } from './read-answer.ts';
import { readClientCertificate } from './read-client-certificate.ts';
import { createServiceDiscovery } from './service-discovery.ts';
import { createTenantService } from './tenant-service.ts';
import { appNameOfToken, rolesOfToken } from './token-roles.ts';
import { createTokenSource, type TokenSource } from './token-source.ts';

/** Where messages about devices go. */
function createDeviceService(wire: Wire): Pick<AzureGateway, 'upload' | 'confirm'> {
  const call = createPartnerCall(wire, { address: 'deviceService', apiVersion: '1.2', headers: {} });
  const pathOf = (messageId: string) => `DataUploadMessages(guid'${messageId}')`;
  return {
    upload: async (messageId, body) => {
      const { trace } = await call('upload', { method: 'PUT', path: pathOf(messageId), body });
      return trace;
    },
    confirm: async (messageId) => {
      const answer = await call('confirm', { method: 'GET', path: pathOf(messageId), accepts: [404] });
      return readConfirmation(answer);
    },
  };
}

function readConfirmation(answer: HttpAnswer): Confirmation {
  const { trace } = answer;
  if (answer.status === 404) return { trace, outcome: 'not_found' };
  const { Status, ErrorCode, ErrorDetail } = readObject(answer);
  switch (Status) {
    case 'Completed':
      return { trace, outcome: 'completed' };
    case 'Failed':
      return {
        trace,
        outcome: 'failed',
        errorCode: textOrNull(ErrorCode),
        errorDetail: textOrNull(ErrorDetail),
      };
    default:
      return { trace, outcome: 'unfinished', status: textOrNull(Status) };
  }
}

/** Intune's devices, for a source that reads them: what is in a page is for its reader to say. */
function createManagedDeviceCalls(wire: Wire): Pick<AzureGateway, 'readManagedDevices'> {
  const base = `${wire.graphUrl}/v1.0/deviceManagement/managedDevices`;
  return {
    readManagedDevices: async (address) => {
      const url = /^[?/]/.test(address) ? `${base}${address}` : address;
      // A token must not go elsewhere, whatever a stored link says.
      if (!URL.canParse(url) || new URL(url).origin !== new URL(base).origin) {
        const detail = 'A link of Microsoft Graph leads to another host';
        throw new AzureError({ kind: 'rejected', code: 'other_host', detail });
      }
      const answer = await wire.call('managed_devices', 'graph', { method: 'GET', url });
      if (answer.status === 404) return null;
      if (answer.status !== 200) throw errorOfAnswer('managed_devices', answer, wire.clock());
      return readObject(answer);
    },
  };
}

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
  /** What Intune calls us among the tenant's partners; default: the name of the app registration */
  partnerName?: string | undefined;
  /** ms since 1970 */
  clock?: (() => number) | undefined;
  /** Default 30 s */
  timeoutMs?: number | undefined;
  /** Which proxies calls go through; default: none */
  outbound?: ProxySettings | undefined;
  /** In place of our own connections and of proxies */
  dispatcher?: Dispatcher | undefined;
  /** One entry a call; never a token, a body or an address with a user's name */
  log?: ((entry: AzureCallLog) => void) | undefined;
}

/** The gateway to Microsoft over the network. Throws Error if the certificate cannot be read. */
export function createAzureGateway(options: AzureGatewayOptions): AzureGateway {
  const { tokens, wire } = connect(options);
  return {
    tenantId: options.tenantId,
    proxies: proxiesOf(options),
    appRoles: async (audience) => rolesOfToken(await tokens.fresh(audience)),
    discover: () => wire.discovery.refresh(),
    ...createTenantService(wire),
    ...createDeviceService(wire),
    ...createGraphCalls(wire),
    ...createManagedDeviceCalls(wire),
  };
}

function connect(options: AzureGatewayOptions): { tokens: TokenSource; wire: Wire } {
  const { tenantId } = options;
  const clock = options.clock ?? Date.now;
  const graphUrl = withoutSlash(options.graphUrl);
  const http = createHttpClient({
    timeoutMs: options.timeoutMs,
    proxies: options.outbound,
    dispatcher: options.dispatcher,
  });
  const certificate = options.clientCertificatePath;
  const tokens = createTokenSource({
    tenantId,
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
    return readObject(answer);
  }, clock);
  const mayReadFlags = createFlagCheck(tokens, clock);
  const partnerName = async () => options.partnerName ?? appNameOfToken(await tokens.get('graph'));
  return { tokens, wire: { call, discovery, tenantId, graphUrl, partnerName, clock, mayReadFlags } };
}

/** Where Intune's services are is known later: they are as far away as Graph. */
function proxiesOf({ outbound, authorityHost, graphUrl }: AzureGatewayOptions): string[] {
  if (outbound === undefined) return [];
  const way = openWayOut(outbound);
  const found = [authorityUrl(authorityHost), graphUrl].map((url) => way.proxyOf(new URL(url)));
  return [...new Set(found.filter((proxy) => proxy !== null))];
}

/** A refusal while looking for the services is no fault of the message that waits: never `rejected`. */
function discoveryError(answer: HttpAnswer, clock: () => number): AzureError {
  const error = errorOfAnswer('discover', answer, clock());
  return error.facts.kind === 'rejected' ? new AzureError({ ...error.facts, kind: 'passing' }) : error;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/** A new token is asked for this rarely: a tenant may have many devices without a state. */
const askedAgainAfterMs = 10_000;

/**
 * Whether the app may read `isCompliant` and `isManaged`, by the roles in its token. The token in hand decides where it
 * lacks one; where it has all, and yet an answer was blind, a new one is asked: an admin may have taken a role away. A
 * token that cannot be read, or had, shows nothing. `clock`: ms since 1970.
 */
function createFlagCheck(tokens: TokenSource, clock: () => number): () => Promise<boolean> {
  let shownAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (clock() - shownAt < askedAgainAfterMs) return true;
    try {
      const mayRead = showsFlags(await tokens.get('graph')) && showsFlags(await tokens.fresh('graph'));
      if (mayRead) shownAt = clock();
      return mayRead;
    } catch (error) {
      if (error instanceof AzureError) return false;
      throw error;
    }
  };
}

function showsFlags(token: string): boolean {
  const roles = rolesOfToken(token);
  return roles !== null && readsFlags(roles);
}
