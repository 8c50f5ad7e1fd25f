import type { IncomingMessage } from 'node:http';
import { requestContext } from './request-context.ts';
import type { WebResponse } from './web-response.ts';

/**
 * A page that the database kept from being made is answered with 503 and the page that says so, at its own address: Next
 * knows only 500. Called within the request's context. What a browser asks for to go on from a page that is open already
 * is told there: see `error.tsx`.
 */
export function answerFailedPage(request: IncomingMessage, response: WebResponse): void {
  const context = requestContext();
  if (context.page === null || request.headers.rsc !== undefined) return;
  response.insteadWhere(() => context.instead);
}
