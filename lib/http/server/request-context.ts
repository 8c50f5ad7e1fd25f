import { AsyncLocalStorage } from 'node:async_hooks';
import { processWide } from '../../process-wide.ts';

/** What the server knows of a request, and Next tells neither pages nor routes. */
export interface RequestContext {
  /** Whom the socket belongs to; empty: not known */
  peer: string;
  /** Path and query of the page that is asked for; null: it is no page, or only prefetched */
  page: string | null;
  /** Whether a proxy passed it on */
  proxied: boolean;
}

const storage = processWide('request-context', () => new AsyncLocalStorage<RequestContext>());
const none: RequestContext = { peer: '', page: null, proxied: false };

/** Runs what answers a request, however long that takes. */
export function inRequest<T>(context: Partial<RequestContext>, answer: () => T): T {
  return storage.run({ ...none, ...context }, answer);
}

/** Of the request that is being answered. */
export function requestContext(): RequestContext {
  return storage.getStore() ?? none;
}
