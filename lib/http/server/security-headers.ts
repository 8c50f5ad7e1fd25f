import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestContext } from './request-context.ts';

/**
 * What a page may load and run: only what is ours, and of scripts only those that were made for this very answer.
 * `development`: also what hot reload needs, which evaluates scripts and adds styles without a nonce.
 */
export function pagePolicy(nonce: string, development = false): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Charts and column widths are in attributes of elements.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}

/** For responses of the API: nothing in them runs, or is shown within another site. */
export const answerPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const unused = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
];
const permissions = [
  ...unused,
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'usb',
  'xr-spatial-tracking',
]
  .map((name) => `${name}=()`)
  .join(', ');

/** Of every answer; what it may load and run comes besides. */
export const everyAnswer: readonly (readonly [string, string])[] = [
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'same-origin'],
  ['permissions-policy', permissions],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
];

/** Two years; the names below ours are not ours to speak for. */
export const strictTransport = ['strict-transport-security', 'max-age=63072000'] as const;

const policyHeader = 'content-security-policy';
/** Routes of the API, metrics and static files are no pages: those that Next built, and those in `public`. */
const noPage = /^\/(?:api|_next)\/|^\/(?:icon\.svg|manifest\.webmanifest|robots\.txt|metrics)(?:\?|$)/;

/**
 * Tells both Next and the browser which scripts of a page are its own: by a nonce of each answer. Returns that, and the
 * page's address, so that signing in can lead back to it; nulls: it is no page, or only prefetched, which runs nothing.
 */
export function preparePage(
  request: IncomingMessage,
  response: ServerResponse,
  development = false,
): Pick<RequestContext, 'page' | 'nonce'> {
  const { headers, url = '/' } = request;
  delete headers[policyHeader];
  if (!isPagePath(url) || headers['next-router-prefetch'] !== undefined) return { page: null, nonce: null };
  const nonce = randomBytes(16).toString('base64');
  const policy = pagePolicy(nonce, development);
  // Next finds the nonce for its own scripts in here.
  headers[policyHeader] = policy;
  response.setHeader(policyHeader, policy);
  return { page: url, nonce };
}

export function isPagePath(url: string): boolean {
  return !noPage.test(url);
}
