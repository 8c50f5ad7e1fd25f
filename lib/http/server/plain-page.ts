import type { IncomingMessage } from 'node:http';
import { readCookie } from '../../auth/session-cookie.ts';
import type { Locale } from '../../i18n/locales.ts';
import { localeFor } from '../../i18n/negotiate-locale.ts';
import { plainTexts } from '../../i18n/plain-texts.ts';
import { preferenceCookies } from '../../i18n/preferences.ts';

const style = `:root{color-scheme:light dark;font:14px/1.5 system-ui,sans-serif}
main{max-width:42rem;margin:12vh auto;padding:0 1rem;text-align:center}h1{font-size:1.15rem}`;

/** A page that needs nothing but itself, so that it costs next to nothing; its texts are ours, and hold no markup. */
function plainPage(locale: Locale, { title, text }: { title: string; text: string }, nonce: string): string {
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Tenko</title><style nonce="${nonce}">${style}</style></head>
<body><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
}

export function notFoundPage(request: IncomingMessage, nonce: string): string {
  const locale = localeOf(request);
  const { pageNotFound, pageNotFoundText } = plainTexts(locale).error;
  return plainPage(locale, { title: pageNotFound, text: pageNotFoundText }, nonce);
}

/** Too many pages are asked for at the moment, by whomever. */
export function busyPage(request: IncomingMessage, nonce: string): string {
  const locale = localeOf(request);
  const { title, code } = plainTexts(locale).error;
  return plainPage(locale, { title, text: code.too_many_requests }, nonce);
}

function localeOf({ headers }: IncomingMessage): Locale {
  const chosen = readCookie(headers.cookie ?? null, preferenceCookies.locale);
  return localeFor(chosen, headers['accept-language'] ?? null);
}
