import type { IncomingMessage } from 'node:http';
import { LRUCache } from 'lru-cache';
import { readCookie } from '../../auth/session-cookie.ts';
import { localeFor } from '../../i18n/negotiate-locale.ts';
import { preferenceCookies } from '../../i18n/preferences.ts';
import { requestContext } from './request-context.ts';

/** For this long a copy may be shown: the page holds the time at which it was made. */
const keptMs = 60_000;
const longestCookie = 100;

interface PageCopy {
  html: string;
  nonce: string;
}

/** Copies of the sign-in page: to make it again for each visitor would cost far more than all that feeds ask for. */
export class PageCopies {
  readonly #copies = new LRUCache<string, PageCopy>({ max: 200, ttl: keptMs });

  /** The page with a nonce of this answer's own; null: it has to be made. */
  find(key: string, nonce: string): string | null {
    const copy = this.#copies.get(key);
    return copy === undefined ? null : copy.html.replaceAll(copy.nonce, nonce);
  }

  keep(key: string, copy: PageCopy): void {
    this.#copies.set(key, copy);
  }
}

/**
 * What the sign-in page depends on; null: it is made for this request alone. It reads the address, what a browser is set
 * to, and whether a proxy brought the request; where it tells of an error, also of the person.
 */
export function copyKey(request: IncomingMessage): string | null {
  const { method, url = '', headers } = request;
  const { searchParams } = new URL(url, 'http://own.invalid');
  const known = [...searchParams.keys()].every((name) => name === 'returnTo' || name === 'signedOut');
  if (method !== 'GET' || !known || url.length > 500 || !isDocument(request)) return null;
  const chosen = Object.values(preferenceCookies).map(
    (name) => readCookie(headers.cookie ?? null, name) ?? '',
  );
  if (chosen.some((value) => value.length > longestCookie)) return null;
  const locale = localeFor(undefined, headers['accept-language'] ?? null);
  return JSON.stringify([url, locale, requestContext().proxied, ...chosen]);
}

/** A page that a browser opens, not a part of one that Next's own code asks for. */
export function isDocument({ headers }: IncomingMessage): boolean {
  return headers.rsc === undefined && headers['next-router-prefetch'] === undefined;
}
