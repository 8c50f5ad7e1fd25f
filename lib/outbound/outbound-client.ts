import { type Dispatcher, request } from 'undici';
import { networkFailureOf } from './network-failure.ts';
import { openWayOut, type ProxySettings } from './way-out.ts';

export interface OutboundRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface OutboundAnswer {
  status: number;
  /** Lower-case names */
  headers: Record<string, string>;
  text: string;
}

export interface OutboundOptions {
  /** For the whole exchange, in ms */
  timeoutMs: number;
  /** Default: no proxy */
  proxies?: ProxySettings | undefined;
  /** Takes the place of the proxies and of our pools of kept-alive connections */
  dispatcher?: Dispatcher | undefined;
}

export interface OutboundClient {
  /** Throws NetworkFailure, and nothing else. Any status is an answer. */
  send: (request: OutboundRequest) => Promise<OutboundAnswer>;
  /** Host and port of the proxy that a call to this address goes through; null: none */
  proxyOf: (url: string) => string | null;
}

const noProxies: ProxySettings = { proxies: { https: null, http: null }, except: '' };

/** An HTTP client for servers out there. */
export function createOutboundClient({ timeoutMs, proxies, dispatcher }: OutboundOptions): OutboundClient {
  const way = openWayOut(proxies ?? noProxies);
  const proxyOf = (url: string) => (dispatcher === undefined ? way.proxyOf(new URL(url)) : null);
  const send = async ({ method, url, headers = {}, body }: OutboundRequest): Promise<OutboundAnswer> => {
    try {
      const response = await request(url, {
        method,
        dispatcher: dispatcher ?? way.dispatcherOf(new URL(url)),
        headers,
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.body.text();
      return { status: response.statusCode, headers: flatten(response.headers), text };
    } catch (error) {
      throw networkFailureOf(error, { host: new URL(url).host, proxy: proxyOf(url), timeoutMs });
    }
  };
  return { send, proxyOf };
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(pairs);
}
