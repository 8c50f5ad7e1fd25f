import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import { readCookie } from '#lib/auth/session-cookie';
import { databaseFaultOf } from '#lib/db/core/database-fault';
import { type DatabaseFault, faultOfDigest, retryAfterSeconds } from '#lib/domain/database-fault';
import { TenkoError } from '#lib/errors';
import { localeFor } from '#lib/i18n/negotiate-locale';
import { preferenceCookies } from '#lib/i18n/preference-cookies';
import { translatorOf } from '#lib/i18n/read-messages';
import { logFailure, problemResponse } from '../route/problem.ts';
import { publicRoute } from '../route/route.ts';
import type { RouteAnswer } from '../route/route-answer.ts';
import { replacePage } from '../server/request-context.ts';

const style =
  'body{font:16px/1.5 system-ui,sans-serif;color-scheme:light dark;max-width:36rem;margin:15vh auto 0;padding:0 1.5rem}h1{font-size:1.25rem}small{opacity:.7}';
const styleHash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

interface Asked {
  fault: DatabaseFault;
  requestId: string;
  cookie: string | null | undefined;
  /** Accept-Language */
  languages: string | null | undefined;
}

/**
 * The page at every address while the database cannot be used: 503, in the reader's language. It
 * asks for the same address again by itself, without a script: none of the console's may be loaded.
 */
export async function unavailablePage({ fault, requestId, cookie, languages }: Asked): Promise<RouteAnswer> {
  const locale = localeFor(readCookie(cookie ?? null, preferenceCookies.locale), languages ?? null);
  const t = await translatorOf(locale, 'error.unavailable');
  const seconds = retryAfterSeconds[fault];
  const body = [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>Tenko</title>`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<meta http-equiv="refresh" content="${seconds}"><style>${style}</style></head>`,
    `<body><main><h1>${t('title')}</h1><p>${t(`fault.${fault}`)}</p><p>${t('again', { seconds })}</p>`,
    `<p><small>${requestId}</small></p></main></body></html>`,
  ];
  return {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'retry-after': String(seconds),
      'x-request-id': requestId,
    },
    body: body.join(''),
  };
}

/**
 * Next tells of whatever fails while a page is made, before it answers: where that was the database, the page that says so
 * is made here, since only what Next has built knows the messages of all languages.
 */
export function notePageFailure(
  error: unknown,
  { path, headers }: { path: string; headers: IncomingHttpHeaders },
): void {
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? error.digest : null;
  const fault = faultOfDigest(digest) ?? databaseFaultOf(error);
  if (fault === null) return;
  const requestId = uuidv7();
  const { cookie, 'accept-language': languages } = headers;
  replacePage(unavailablePage({ fault, requestId, cookie, languages }));
  logFailure(error, { requestId, path });
}

/** The refusal as a page, in the reader's language: a browser comes here by a link, and not by a script. */
export async function tooManyPage(request: Request, error: TenkoError, requestId: string): Promise<Response> {
  const { headers, status } = problemResponse(error, requestId);
  const chosen = readCookie(request.headers.get('cookie'), preferenceCookies.locale);
  const locale = localeFor(chosen, request.headers.get('accept-language'));
  const t = await translatorOf(locale, 'error.code');
  headers.set('content-type', 'text/html; charset=utf-8');
  const page = `<!doctype html><html lang="${locale}"><meta name="viewport" content="width=device-width"><title>Tenko</title><p>${t('too_many_requests')}</p></html>`;
  return new Response(page, { status, headers });
}

/** Where pages lead whose session asks for too many: a page itself cannot refuse. */
export const busyPage = publicRoute(async (request) => {
  const error = new TenkoError('too_many_requests', 'Too many pages in one minute.', {
    retryAfterMs: 60_000,
  });
  return tooManyPage(request, error, uuidv7());
});
