import type { IncomingMessage } from 'node:http';

/** What reverse proxies, gateways and tunnels leave on a request; a browser that comes directly sends none of it. */
const marks =
  /^(forwarded|via|x-forwarded(-.+)?|x-original-.+|x-real-.+|x-(cluster-)?client-ip|true-client-ip|fastly-client-ip|cf-.+|cdn-loop|x-envoy-.+|x-amzn-.+|x-appengine-.+|x-azure-.+|x-arr-.+|x-proxy.*|x-proxied.*|proxy-.+|ngrok-.+|tailscale-.+)$/;

/**
 * Whether a proxy passed a request on: by what it adds, or by HTTP/1.0, which no browser speaks and nginx does unless told
 * otherwise (https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_http_version). Asked as it comes in: later it
 * cannot be told, since Next adds `X-Forwarded-…` of its own. A tunnel of bytes, such as SSH's, leaves nothing to see.
 */
export function wasProxied({
  headers,
  httpVersion,
}: Pick<IncomingMessage, 'headers' | 'httpVersion'>): boolean {
  return httpVersion !== '1.1' || Object.keys(headers).some((name) => marks.test(name));
}
