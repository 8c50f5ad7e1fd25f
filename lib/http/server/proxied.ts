import type { IncomingHttpHeaders } from 'node:http';

/** What reverse proxies, gateways and tunnels leave on a request; a browser that comes directly sends none of it. */
const marks =
  /^(forwarded|via|x-forwarded(-.+)?|x-original-.+|x-real-.+|x-(cluster-)?client-ip|true-client-ip|fastly-client-ip|cf-.+|cdn-loop|x-envoy-.+|x-amzn-.+|x-appengine-.+|x-azure-.+|x-arr-.+|x-proxy.*|x-proxied.*|proxy-.+|ngrok-.+|tailscale-.+)$/;

/**
 * Whether a proxy passed a request on. Asked as it comes in: later it cannot be told, since Next adds `X-Forwarded-…` of its
 * own. Header names are in lower case, as node reads them.
 */
export function wasProxied(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => marks.test(name));
}
