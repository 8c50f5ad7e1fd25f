import { readCookie } from '../auth/session-cookie.ts';
import type { TenkoError } from '../errors.ts';
import { isLocale } from '../i18n/locales.ts';
import { negotiateLocale } from '../i18n/negotiate-locale.ts';
import { preferenceCookies } from '../i18n/preferences.ts';
import { translatorOf } from '../i18n/translator-of.ts';
import { problemResponse } from './problem.ts';

/** The refusal as a page, in the language of whoever looks at it: a browser comes here by a link, and not by a script. */
export async function tooManySignIns(
  request: Request,
  error: TenkoError,
  requestId: string,
): Promise<Response> {
  const { headers, status } = problemResponse(error, requestId);
  const chosen = readCookie(request.headers.get('cookie'), preferenceCookies.locale);
  const locale = isLocale(chosen) ? chosen : negotiateLocale(request.headers.get('accept-language'));
  const t = await translatorOf(locale, 'error.code');
  headers.set('content-type', 'text/html; charset=utf-8');
  const page = `<!doctype html><html lang="${locale}"><meta name="viewport" content="width=device-width"><title>Tenko</title><p>${t('too_many_requests')}</p></html>`;
  return new Response(page, { status, headers });
}
