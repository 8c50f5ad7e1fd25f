import { globSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { sessionOf } from '#lib/auth/session';
import { readCookie, sessionCookieName } from '#lib/auth/session-cookie';
import { returnPath } from '#lib/domain/people/return-path';
import type { Locale } from '../../i18n/locales.ts';
import { localeFor } from '../../i18n/negotiate-locale.ts';
import { plainTexts } from '../../i18n/plain-texts.ts';
import { preferenceCookies } from '../../i18n/preference-cookies.ts';
import type { WebRuntime } from '../route/web-runtime.ts';
import { Gate, GateFull } from './gate.ts';
import { requestContext } from './request-context.ts';
import type { WebResponse } from './web-response.ts';

type Handler = (request: IncomingMessage, response: WebResponse) => Promise<void>;

export interface AnonymousPages {
  /** By the session's cookie */
  isSignedIn: (request: IncomingMessage) => Promise<boolean>;
  /** Whether there is a page of a path */
  isPage: (path: string) => boolean;
  /** Makes a page, at the cost of milliseconds of the processor */
  render: Handler;
  /** False: the sign-in page is made again for each visitor, as development needs */
  keepsCopies?: boolean;
  /** A page was refused, because there are too many requests. */
  refused: () => void;
}

interface ReadyAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const html = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };

/**
 * Answers pages. Anybody may ask for the sign-in page, or for one that does not exist, without end: so what is shown to
 * people who are not signed in is ready before, or made one at a time with rests, and refused beyond a short queue. Feeds
 * and people who are signed in hardly notice.
 */
export function answerPages({
  isSignedIn,
  isPage,
  render,
  keepsCopies = true,
  refused,
}: AnonymousPages): Handler {
  const copies = new PageCopies();
  const renders = new Gate({ atOnce: 1, waiting: 16, rest: 3 });
  const ready = new Gate({ atOnce: 1, waiting: 64, rest: 4 });
  const make: Handler = (request, response) => {
    const key = keepsCopies && pathOf(request) === '/sign-in' ? copyKey(request) : null;
    const { nonce } = requestContext();
    if (key !== null && nonce !== null) {
      // The copy is kept as it is, and not packed for this one reader.
      delete request.headers['accept-encoding'];
      response.copyTo((body) => copies.keep(key, { html: body.toString(), nonce }));
    }
    return renders.run(() => render(request, response));
  };
  return async (request, response) => {
    // If the database cannot say who it is, the page itself says what is wrong.
    const signedIn = await isSignedIn(request).catch(() => null);
    if (signedIn === true) return render(request, response);
    const answer = signedIn === null ? null : readyAnswer(request, copies, isPage);
    try {
      if (answer === null) await make(request, response);
      else await ready.run(async () => write(answer, request, response));
    } catch (error) {
      if (!(error instanceof GateFull)) throw error;
      refused();
      const body = busyPage(request, requestContext().nonce ?? '');
      write({ status: 503, headers: { ...html, 'retry-after': '2' }, body }, request, response);
    }
  };
}

/** Null: the page has to be made. */
function readyAnswer(
  request: IncomingMessage,
  copies: PageCopies,
  isPage: (path: string) => boolean,
): ReadyAnswer | null {
  const { url = '/' } = request;
  const { nonce } = requestContext();
  if (nonce === null || !isDocument(request)) return null;
  const path = pathOf(request);
  if (path === '/sign-in') {
    const key = copyKey(request);
    const body = key === null ? null : copies.find(key, nonce);
    return body === null ? null : { status: 200, headers: html, body };
  }
  if (!isPage(path)) return { status: 404, headers: html, body: notFoundPage(request, nonce) };
  const back = path === '/' ? '/overview' : returnPath(url);
  const location = back === '/' ? '/sign-in' : `/sign-in?returnTo=${encodeURIComponent(back)}`;
  return { status: 307, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

function write(
  { status, headers, body }: ReadyAnswer,
  request: IncomingMessage,
  response: WebResponse,
): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  if (request.method === 'HEAD') response.end();
  else response.end(body);
}

/** Tells of a path whether there is a page of it: by the folders of `app`, as Next does. */
export function knownPages(root: string): (path: string) => boolean {
  const files = globSync('**/page.tsx', { cwd: join(root, 'app') });
  // One for all addresses shows that there is no page.
  const patterns = files.filter((file) => !file.includes('[...')).map(patternOf);
  return (path) => {
    const plain = decodeURIComponent(path).replace(/(?<=.)\/$/, '');
    return patterns.some((pattern) => pattern.test(plain));
  };
}

function patternOf(file: string): RegExp {
  const segments = dirname(file)
    .split('/')
    .filter((segment) => segment !== '.' && !segment.startsWith('('))
    .map((segment) => (segment.startsWith('[') ? '[^/]+' : segment));
  return new RegExp(`^/${segments.join('/')}$`);
}

/** Whether the cookie of a request holds a session. The page itself, which asks again, finds it in memory. */
export async function isSignedIn(
  { db, publicUrl, signIn }: WebRuntime,
  request: IncomingMessage,
): Promise<boolean> {
  const secret = readCookie(request.headers.cookie ?? null, sessionCookieName(publicUrl));
  const session = await sessionOf(db, secret, { now: new Date(), limits: signIn.session });
  return session !== null;
}

/** For this long a copy may be shown: the page holds the time at which it was made. */
const keptMs = 60_000;
const longestCookie = 100;

interface PageCopy {
  html: string;
  nonce: string;
}

/** Copies of the sign-in page: to make it again for each visitor would cost far more than all that feeds ask for. */
class PageCopies {
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
 * to, and whether a proxy brought the request; where it shows an error, also on the person.
 */
function copyKey(request: IncomingMessage): string | null {
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
function isDocument({ headers }: IncomingMessage): boolean {
  return headers.rsc === undefined && headers['next-router-prefetch'] === undefined;
}

const style = `:root{color-scheme:light dark;font:14px/1.5 system-ui,sans-serif}
main{max-width:42rem;margin:12vh auto;padding:0 1rem;text-align:center}h1{font-size:1.15rem}`;

/** A page that needs nothing but itself, so that it costs next to nothing; its texts are ours, and hold no markup. */
function plainPage(locale: Locale, { title, text }: { title: string; text: string }, nonce: string): string {
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Tenko</title><style nonce="${nonce}">${style}</style></head>
<body><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
}

function notFoundPage(request: IncomingMessage, nonce: string): string {
  const locale = localeOf(request);
  const { pageNotFound, pageNotFoundText } = plainTexts(locale).error;
  return plainPage(locale, { title: pageNotFound, text: pageNotFoundText }, nonce);
}

/** Too many pages are requested at the moment, by all callers together. */
function busyPage(request: IncomingMessage, nonce: string): string {
  const locale = localeOf(request);
  const { title, code } = plainTexts(locale).error;
  return plainPage(locale, { title, text: code.too_many_requests }, nonce);
}

/** The language that a browser has chosen, or asks for. */
export function localeOf({ headers }: Pick<IncomingMessage, 'headers'>): Locale {
  const chosen = readCookie(headers.cookie ?? null, preferenceCookies.locale);
  return localeFor(chosen, headers['accept-language'] ?? null);
}
