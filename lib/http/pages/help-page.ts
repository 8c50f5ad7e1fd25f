import type { IncomingMessage } from 'node:http';
import { escape as html } from 'es-toolkit';
import { readUserMail } from '#lib/db/alerts/user-mail';
import { isLocale, type Locale, localeNames, locales } from '#lib/i18n/locales';
import { translatorOf } from '#lib/i18n/read-messages';
import type { WebRuntime } from '../route/web-runtime.ts';
import { localeOf } from '../server/anonymous-pages.ts';
import { requestContext } from '../server/request-context.ts';
import type { WebResponse } from '../server/web-response.ts';

type Handler = (request: IncomingMessage, response: WebResponse) => Promise<void>;

/** Where Microsoft sends users whose device it turns away: how to enroll, and how to register again. */
export const helpPath = '/help';

/** What an admin says of the company, read at most this often: anybody may open the page. */
const keptMs = 30_000;
const steps = { ios: [1, 2, 3], android: [1, 2, 3], macos: [1, 2], windows: [1, 2] } as const;
type Platform = keyof typeof steps;
const platforms = Object.keys(steps) as Platform[];

const style = `:root{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif}
body{margin:0}main,footer{max-width:40rem;margin:0 auto;padding:1rem 1.25rem}
h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.15rem;margin:2rem 0 .5rem}p{margin:.5rem 0}
summary{padding:.6rem 0;font-weight:600;cursor:pointer}details{border-bottom:1px solid #8886}ol{margin:.25rem 0 1rem;padding-left:1.5rem}
.note{white-space:pre-line}footer{font-size:.9rem;opacity:.85}footer a{display:inline-block;padding:.35rem .75rem .35rem 0}`;

interface Company {
  companyName: string;
  helpDesk: string;
  footer: Partial<Record<string, string>>;
}
const nobody: Company = { companyName: '', helpDesk: '', footer: {} };

/** Answers the help page, which says nothing of any device, and leaves all others to `next`. */
export function withHelpPage({ db }: Pick<WebRuntime, 'db'>, next: Handler): Handler {
  let kept: { company: Company; until: number } | null = null;
  const readCompany = async (): Promise<Company> => {
    if (kept !== null && kept.until > Date.now()) return kept.company;
    // Whoever needs help gets it while the database is away, too.
    const company = await readUserMail(db.pool).catch(() => kept?.company ?? null);
    kept = { company: company ?? nobody, until: Date.now() + keptMs };
    return kept.company;
  };
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://own.invalid');
    const { nonce } = requestContext();
    if (url.pathname !== helpPath || nonce === null) return next(request, response);
    const asked = url.searchParams.get('language') ?? undefined;
    const body = await helpPage({
      locale: isLocale(asked) ? asked : localeOf(request),
      agent: request.headers['user-agent'] ?? '',
      company: await readCompany(),
      nonce,
    });
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(body),
    });
    if (request.method === 'HEAD') response.end();
    else response.end(body);
  };
}

async function helpPage({
  locale,
  agent,
  company: { companyName, helpDesk, footer },
  nonce,
}: {
  locale: Locale;
  agent: string;
  company: Company;
  nonce: string;
}): Promise<string> {
  const t = await translatorOf(locale, 'help');
  const own = platformOf(agent);
  const title = html(t('title'));
  const sections = platforms.map((platform) => {
    const items = steps[platform].map(
      (step) => `<li>${html(t(`${platform}Step${step}` as 'iosStep1'))}</li>`,
    );
    const open = own === null || own === platform ? ' open' : '';
    return `<details${open}><summary>${html(t(platform))}</summary><ol>${items.join('')}</ol></details>`;
  });
  const note = footer[locale] ?? '';
  const contact = helpDesk === '' ? t('contactText') : helpDesk;
  const languages = locales.map(
    (one) => `<a href="${helpPath}?language=${one}" lang="${one}" hreflang="${one}">${localeNames[one]}</a>`,
  );
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><style nonce="${nonce}">${style}</style></head>
<body><main>${companyName === '' ? '' : `<p>${html(companyName)}</p>`}<h1>${title}</h1><p>${html(t('lead'))}</p>
<h2>${html(t('manageTitle'))}</h2><p>${html(t('manageText'))}</p>
<h2>${html(t('registerTitle'))}</h2>${sections.join('\n')}
<h2>${html(t('checkTitle'))}</h2><p>${html(t('checkText'))}</p>
<h2>${html(t('contactTitle'))}</h2><p class="note">${html(contact)}</p>${note === '' ? '' : `<p class="note">${html(note)}</p>`}</main>
<footer><nav aria-label="${html(t('languages'))}">${languages.join('\n')}</nav></footer></body></html>`;
}

/** By what the browser says of itself; null: all are shown, as to a Mac, since an iPad says that it is one. */
function platformOf(agent: string): Platform | null {
  if (/iPhone|iPad|iPod/.test(agent)) return 'ios';
  if (/Android/.test(agent)) return 'android';
  return /Windows/.test(agent) ? 'windows' : null;
}
