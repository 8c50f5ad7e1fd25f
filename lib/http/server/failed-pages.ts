import type { IncomingMessage, ServerResponse } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import { databaseFaultOf } from '../../db/database-fault.ts';
import { faultOfDigest } from '../../domain/database-fault.ts';
import type { Answer } from '../answer.ts';
import { logFailure } from '../log-failure.ts';
import { unavailablePage } from '../unavailable-page.ts';
import { requestContext, setPageFailure } from './request-context.ts';

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
export function answerFailedPage(request: IncomingMessage, response: ServerResponse): void {
  const { cookie, rsc, 'accept-language': languages } = request.headers;
  const context = requestContext();
  if (context.page === null || rsc !== undefined) return;
  replaceWhere(response, () =>
    context.failure === null ? null : unavailablePage({ ...context.failure, cookie, languages }),
  );
}

/** Has another answer sent in the place of one that has not begun yet. */
function replaceWhere(response: ServerResponse, other: () => Promise<Answer> | null): void {
  const { write, end, writeHead } = response;
  let replaced = false;
  const replace = (): boolean => {
    if (replaced || response.headersSent) return replaced;
    const answer = other();
    if (answer === null) return false;
    replaced = true;
    answer.then(send, () => send({ status: 503, headers: {}, body: '' }));
    return true;
  };
  function send({ status, headers, body }: Answer): void {
    Object.assign(response, { write, end, writeHead });
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.statusCode = status;
    response.end(body);
  }
  const instead = (method: unknown, result: unknown) =>
    function overridden(...args: unknown[]): unknown {
      if (replace()) return result;
      return typeof method === 'function' ? Reflect.apply(method, response, args) : result;
    };
  Object.assign(response, {
    write: instead(write, true),
    end: instead(end, response),
    writeHead: instead(writeHead, response),
  });
}
