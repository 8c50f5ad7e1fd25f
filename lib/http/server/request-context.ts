import { AsyncLocalStorage } from 'node:async_hooks';
import { processSingleton } from '#lib/process-singletons';
import type { RouteAnswer } from '../route/route-answer.ts';

/** What the server knows of a request, and Next tells neither pages nor routes. */
export interface RequestContext {
  /** Whom the socket belongs to; empty: not known */
  peer: string;
  /** Path and query of the page that is asked for; null: it is no page, or only prefetched */
  page: string | null;
  /** Of the scripts and styles of a page that is not only prefetched */
  nonce: string | null;
  /** Whether a proxy passed it on */
  proxied: boolean;
  /** What is answered in the place of a page that could not be made; null: the page itself, so far */
  instead: Promise<RouteAnswer> | null;
}

const storage = processSingleton('request-context', () => new AsyncLocalStorage<RequestContext>());
const none: RequestContext = { peer: '', page: null, nonce: null, proxied: false, instead: null };

/** Runs what answers a request, however long that takes. */
export function inRequest<T>(context: Partial<RequestContext>, answer: () => T): T {
  return storage.run({ ...none, ...context }, answer);
}

/** Has the page that is being made answered by something else, unless its answer has begun. */
export function answerInstead(answer: Promise<RouteAnswer>): void {
  const context = storage.getStore();
  if (context !== undefined) context.instead = answer;
}

/** Of the request that is being answered. */
export function requestContext(): RequestContext {
  return storage.getStore() ?? none;
}
