import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pagePolicy } from '../security-headers.ts';

const policyHeader = 'content-security-policy';
/** What is static or of the API is no page. */
const noPage = /^\/(?:api|_next)\/|^\/icon\.svg/;

/**
 * Tells both Next and the browser which scripts of a page are its own: by a nonce of each answer. Returns the page's
 * address, so that signing in can lead back to it; null: it is no page, or only prefetched, which runs nothing.
 */
export function preparePage(request: IncomingMessage, response: ServerResponse): string | null {
  const { headers, url = '/' } = request;
  delete headers[policyHeader];
  if (noPage.test(url) || headers['next-router-prefetch'] !== undefined) return null;
  const policy = pagePolicy(randomBytes(16).toString('base64'));
  // Next finds the nonce for its own scripts in here.
  headers[policyHeader] = policy;
  response.setHeader(policyHeader, policy);
  return url;
}
