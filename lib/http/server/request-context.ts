import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import { processSingleton } from '#lib/process-singletons';
import type { RouteAnswer } from '../route/route-answer.ts';

/** The peer of a Unix socket, which has no address: only a proxy that may open the socket's file can be one. */
export const socketPeer = 'unix socket';

/** What the server knows of a request, and Next passes on to neither pages nor routes. */
export interface RequestContext {
  /** Whom the socket belongs to: an address, or `socketPeer`; empty: not known */
  peer: string;
  /** Path and query of the requested page; null: it is not a page, or only prefetched */
  page: string | null;
  /** Of the scripts and styles of a page that is not only prefetched */
  nonce: string | null;
  /** Which operation of the API answers it, as its path is declared; null: none, so far */
  route: { path: string | null };
  /** Whether a proxy passed it on */
  proxied: boolean;
  /** Sent in place of a page that could not be made; null: the page itself, so far */
  replacement: Promise<RouteAnswer> | null;
}

const storage = processSingleton('request-context', () => new AsyncLocalStorage<RequestContext>());
const none: Omit<RequestContext, 'route'> = {
  peer: '',
  page: null,
  nonce: null,
  proxied: false,
  replacement: null,
};

/** Runs the handler of a request, however long that takes. */
export function inRequest<T>(context: Partial<RequestContext>, answer: () => T): T {
  return storage.run({ ...none, route: { path: null }, ...context }, answer);
}

/** Sends something else in place of the page that is being made, unless its answer has begun. */
export function replacePage(answer: Promise<RouteAnswer>): void {
  const context = storage.getStore();
  if (context !== undefined) context.replacement = answer;
}

/** Of the request that is being answered. */
export function requestContext(): RequestContext {
  return storage.getStore() ?? { ...none, route: { path: null } };
}

/** What reverse proxies, gateways and tunnels leave on a request; a browser that comes directly sends none of it. */
const marks =
  /^(forwarded|via|x-forwarded(-.+)?|x-original-.+|x-real-.+|x-(cluster-)?client-ip|true-client-ip|fastly-client-ip|cf-.+|cdn-loop|x-envoy-.+|x-amzn-.+|x-appengine-.+|x-azure-.+|x-arr-.+|x-proxy.*|x-proxied.*|proxy-.+|ngrok-.+|tailscale-.+)$/;

/**
 * Whether a proxy passed a request on: by what it adds, or by HTTP/1.0, which no browser speaks and nginx does by
 * default (https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_http_version). Asked as it comes in: later it
 * cannot be known, since Next adds `X-Forwarded-…` of its own. A tunnel of bytes, such as SSH's, leaves nothing to see.
 */
export function wasProxied({
  headers,
  httpVersion,
}: Pick<IncomingMessage, 'headers' | 'httpVersion'>): boolean {
  return httpVersion !== '1.1' || Object.keys(headers).some((name) => marks.test(name));
}
