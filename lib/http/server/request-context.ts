import { AsyncLocalStorage } from 'node:async_hooks';
import type { DatabaseFault } from '../../domain/database-fault.ts';
import { processWide } from '../../process-wide.ts';

export interface PageFailure {
  fault: DatabaseFault;
  requestId: string;
}

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
  /** What of the database kept the page from being made, and under which id the log says so; null: nothing so far */
  failure: PageFailure | null;
}

const storage = processWide('request-context', () => new AsyncLocalStorage<RequestContext>());
const none: RequestContext = { peer: '', page: null, nonce: null, proxied: false, failure: null };

/** Runs what answers a request, however long that takes. */
export function inRequest<T>(context: Partial<RequestContext>, answer: () => T): T {
  return storage.run({ ...none, ...context }, answer);
}

/** Notes what keeps the page that is being made from being made. */
export function setPageFailure(failure: PageFailure): void {
  const context = storage.getStore();
  if (context !== undefined) context.failure = failure;
}

/** Of the request that is being answered. */
export function requestContext(): RequestContext {
  return storage.getStore() ?? none;
}
