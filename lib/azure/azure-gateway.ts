import type { Dispatcher } from 'undici';
import { AzureError, type AzureGateway } from '#lib/domain/azure/azure-gateway';
import { openWayOut, type ProxySettings } from '../outbound/way-out.ts';
import { errorOfAnswer } from './answer-error.ts';
import { authorityUrl } from './authority-url.ts';
import { type AzureCallLog, createAuthorizedCall } from './authorized-call.ts';
import { createDeviceService } from './device-service.ts';
import { createFlagCheck } from './flag-check.ts';
import { createGraphCalls } from './graph-calls.ts';
import { createHttpClient, type HttpAnswer } from './http-client.ts';
import type { Wire } from './partner-call.ts';
import { readObject } from './read-answer.ts';
import { readClientCertificate } from './read-client-certificate.ts';
import { createServiceDiscovery } from './service-discovery.ts';
import { createTenantService } from './tenant-service.ts';
import { appNameOfToken, rolesOfToken } from './token-roles.ts';
import { createTokenSource, type TokenSource } from './token-source.ts';

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
