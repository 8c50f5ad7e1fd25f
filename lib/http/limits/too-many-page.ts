import { v7 as uuidv7 } from 'uuid';
import { readCookie } from '#lib/auth/session-cookie';
import { TenkoError } from '#lib/errors';
import { localeFor } from '#lib/i18n/negotiate-locale';
import { preferenceCookies } from '#lib/i18n/preferences';
import { translatorOf } from '#lib/i18n/read-messages';
import { problemResponse } from '../route/problem.ts';
import { publicRoute } from '../route/public-route.ts';

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
