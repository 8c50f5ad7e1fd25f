import type { IncomingMessage } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import { databaseFaultOf } from '../../db/database-fault.ts';
import { faultOfDigest } from '../../domain/database-fault.ts';
import { logFailure } from '../log-failure.ts';
import { unavailablePage } from '../unavailable-page.ts';
import { requestContext, setPageFailure } from './request-context.ts';
import type { WebResponse } from './web-response.ts';

/** Next tells of whatever fails while a page is made, before it answers. */
export function notePageFailure(error: unknown, { path }: { path: string }): void {
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? error.digest : null;
  const fault = faultOfDigest(digest) ?? databaseFaultOf(error);
  if (fault === null) return;
  const requestId = uuidv7();
  setPageFailure({ fault, requestId });
  logFailure(error, { requestId, path });
}

/**
 * A page that the database kept from being made is answered with 503 and the page that says so, at its own address: Next
 * knows only 500. Called within the request's context. What a browser asks for to go on from a page that is open already
 * is told there: see `error.tsx`.
 */
export function answerFailedPage(request: IncomingMessage, response: WebResponse): void {
  const { cookie, rsc, 'accept-language': languages } = request.headers;
  const context = requestContext();
  if (context.page === null || rsc !== undefined) return;
  response.insteadWhere(() =>
    context.failure === null ? null : unavailablePage({ ...context.failure, cookie, languages }),
  );
}
