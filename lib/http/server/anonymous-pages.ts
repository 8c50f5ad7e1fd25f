import { globSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import { sessionOf } from '#lib/auth/session';
import { readCookie, sessionCookieName } from '#lib/auth/session-cookie';
import { returnPath } from '#lib/domain/people/return-path';
import type { WebRuntime } from '../route/web-runtime.ts';
import { Gate, GateFull } from './gate.ts';
import { copyKey, isDocument, PageCopies } from './page-copies.ts';
import { busyPage, notFoundPage } from './plain-page.ts';
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
  /** A page was refused, since too many are asked for. */
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
    // Where the database cannot say who it is, the page itself tells what is wrong.
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
  const patterns = globSync('**/page.tsx', { cwd: join(root, 'app') }).map(patternOf);
  return (path) => {
    const plain = decodeURIComponent(path).replace(/(?<=.)\/$/, '');
    return patterns.some((pattern) => pattern.test(plain));
  };
}

function patternOf(file: string): RegExp {
  const segments = dirname(file)
    .split('/')
    .filter((segment) => segment !== '.' && !segment.startsWith('('))
    .map((segment) => (segment.startsWith('[') ? (segment.includes('...') ? '.+' : '[^/]+') : segment));
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
