import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pagePathHeader } from './page-path.ts';
import { pagePolicy } from './security-headers.ts';

const policyHeader = 'content-security-policy';
/** What is static or of the API needs none of this. */
const noPage = /^\/(?:api|_next)\/|^\/icon\.svg/;

/**
 * Tells pages their own address, so that signing in can lead back to it, and both Next and the browser which scripts
 * are theirs: by a nonce of each answer. What is only prefetched runs nothing, and leads nobody to signing in.
 */
export function preparePage(request: IncomingMessage, response: ServerResponse): void {
  const { headers, url = '/' } = request;
  delete headers[pagePathHeader];
  delete headers[policyHeader];
  if (noPage.test(url) || headers['next-router-prefetch'] !== undefined) return;
  const policy = pagePolicy(randomBytes(16).toString('base64'));
  headers[pagePathHeader] = url;
  // Next finds the nonce for its own scripts in here.
  headers[policyHeader] = policy;
  response.setHeader(policyHeader, policy);
}
