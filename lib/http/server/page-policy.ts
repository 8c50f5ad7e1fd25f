import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestContext } from './request-context.ts';
import { pagePolicy } from './security-headers.ts';

const policyHeader = 'content-security-policy';
/** Routes of the API and static files are no pages: those that Next built, and those in `public`. */
const noPage = /^\/(?:api|_next)\/|^\/(?:icon\.svg|manifest\.webmanifest|robots\.txt)(?:\?|$)/;

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
