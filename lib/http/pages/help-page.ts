import type { IncomingMessage } from 'node:http';
import { escape as html } from 'es-toolkit';
import { readUserMail } from '#lib/db/alerts/user-mail';
import { helpLinkDays, type LinkedDevice } from '#lib/domain/alerts/help-link';
import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import { isLocale, type Locale, localeNames, locales } from '#lib/i18n/locales';
import { translatorOf } from '#lib/i18n/read-messages';
import type { WebRuntime } from '../route/web-runtime.ts';
import { localeOf } from '../server/anonymous-pages.ts';
import { Gate, GateFull } from '../server/gate.ts';
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
.note{white-space:pre-line}h3{font-size:1rem;margin:1.5rem 0 .25rem}
.card{border:1px solid #8886;border-left-width:4px;border-radius:.5rem;padding:.5rem 1rem}.act{border-left-color:#d97706}.fine{border-left-color:#16a34a}
:lang(ja) :is(h1,h2,h3,p,li){word-break:auto-phrase}small{opacity:.85}footer{font-size:.9rem;opacity:.85}footer a{display:inline-block;padding:.35rem .75rem .35rem 0}`;

interface Company {
  companyName: string;
  helpDesk: string;
  footer: Partial<Record<string, string>>;
}
const nobody: Company = { companyName: '', helpDesk: '', footer: {} };

const linkShape = new RegExp(`^${helpPath}/(1\\.[0-9a-f]{16}\\.[\\w-]+)$`);
/** Whoever holds a link may open it without end: devices are read for few at a time. */
const limits = { atOnce: 2, waiting: 32, rest: 1 };

/** What the page says of a device. `ended`: the link shows none any more; `later`: it cannot be read just now */
type LinkedState = LinkedDevice | 'ended' | 'later' | null;

interface Helping extends Pick<WebRuntime, 'db' | 'log'> {
  /** Null: the link shows no device any more */
  readLink: (link: string, locale: Locale) => Promise<LinkedDevice | null>;
}

/**
 * Answers the help page, and leaves all others to `next`. It says nothing of any device but to who comes by the link of a mail, which
 * shows the state of the device that the mail was about.
 */
export function withHelpPage(runtime: Helping, next: Handler): Handler {
  const readCompany = companyReader(runtime);
  const gate = new Gate(limits);
  const stateOf = async (link: string | undefined, locale: Locale): Promise<LinkedState> => {
    if (link === undefined) return null;
    let state: LinkedState = 'later';
    await gate
      .run(async () => {
        state = (await runtime.readLink(link, locale)) ?? 'ended';
      })
      .catch((error: unknown) => {
        if (error instanceof GateFull) return;
        runtime.log.warn(
          { event: 'help.device_unreadable', err: error },
          'a help page cannot show its device',
        );
      });
    return state;
  };
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://own.invalid');
    const { nonce } = requestContext();
    const link = linkShape.exec(url.pathname)?.[1];
    const isHelp = url.pathname === helpPath || link !== undefined;
    if (!isHelp || nonce === null) return next(request, response);
    const asked = url.searchParams.get('language') ?? undefined;
    const locale = isLocale(asked) ? asked : localeOf(request);
    const [company, state] = await Promise.all([readCompany(), stateOf(link, locale)]);
    const body = await helpPage({
      locale,
      path: url.pathname,
      agent: request.headers['user-agent'] ?? '',
      company,
      state,
      nonce,
    });
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // The address of a link is for its reader alone.
      'referrer-policy': 'no-referrer',
      'content-length': Buffer.byteLength(body),
    });
    if (request.method === 'HEAD') response.end();
    else response.end(body);
  };
}

function companyReader({ db }: Pick<WebRuntime, 'db'>): () => Promise<Company> {
  let kept: { company: Company; until: number } | null = null;
  return async () => {
    if (kept !== null && kept.until > Date.now()) return kept.company;
    // Whoever needs help gets it while the database is away, too.
    const company = await readUserMail(db.pool).catch(() => kept?.company ?? null);
    kept = { company: company ?? nobody, until: Date.now() + keptMs };
    return kept.company;
  };
}

interface Shown {
  locale: Locale;
  /** Of this very page */
  path: string;
  agent: string;
  company: Company;
  state: LinkedState;
  nonce: string;
}

async function helpPage({ locale, path, agent, company, state, nonce }: Shown): Promise<string> {
  const t = await translatorOf(locale, 'help');
  const device = typeof state === 'string' ? null : state;
  const own = device === null ? platformOf(agent) : (platformOfSystem[device.os] ?? null);
  const part = device === null ? 'h2' : 'h3';
  const heading = (text: string) => `<${part}>${html(text)}</${part}>`;
  const sections = platforms.map((platform) => {
    const items = steps[platform].map((step) => t(`${platform}Step${step}` as 'iosStep1'));
    const open = own === null || own === platform ? ' open' : '';
    return `<details${open}><summary>${html(t(platform))}</summary>${list(items)}</details>`;
  });
  const { companyName, helpDesk, footer } = company;
  const note = footer[locale] ?? '';
  const contact = helpDesk === '' ? t('contactText') : helpDesk;
  const languages = locales.map(
    (one) => `<a href="${path}?language=${one}" lang="${one}" hreflang="${one}">${localeNames[one]}</a>`,
  );
  const { title, top } = await stateSection(state, locale);
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${html(title)}</title><style nonce="${nonce}">${style}</style></head>
<body><main>${companyName === '' ? '' : `<p>${html(companyName)}</p>`}${top}<p>${html(t('lead'))}</p>
${heading(t('manageTitle'))}<p>${html(t('manageText'))}</p>
${heading(t('registerTitle'))}${sections.join('\n')}
${heading(t('checkTitle'))}<p>${html(t('checkText'))}</p>
${heading(t('contactTitle'))}<p class="note">${html(contact)}</p>${note === '' ? '' : `<p class="note">${html(note)}</p>`}</main>
<footer><nav aria-label="${html(t('languages'))}">${languages.join('\n')}</nav></footer></body></html>`;
}

/** The title of the page, and what stands above the general advice. */
async function stateSection(state: LinkedState, locale: Locale): Promise<{ title: string; top: string }> {
  const [t, mail] = await Promise.all([translatorOf(locale, 'help'), translatorOf(locale, 'userText')]);
  const title = t('title');
  if (state === null) return { title, top: `<h1>${html(title)}</h1>` };
  if (typeof state === 'string') {
    const why = state === 'ended' ? t('linkEnded', { days: helpLinkDays }) : t('notNow');
    return { title, top: `<h1>${html(title)}</h1><p role="status" class="card">${html(why)}</p>` };
  }
  const { about, subject, problems, steps, outlooks } = state;
  const when = timeAgo(state.lastCheckInAt, locale, new Date());
  const lines = [
    ...problems.map(paragraph),
    ...(steps.length > 0 ? [paragraph(mail('stepsTitle')), list(steps)] : []),
    ...outlooks.map(paragraph),
    `<p><small>${html(t('checkedIn', { when }))}</small></p>`,
  ];
  return {
    title: subject,
    top: `<h1>${html(subject)}</h1><div class="card ${about}">${lines.join('')}</div><h2>${html(title)}</h2>`,
  };
}

const paragraph = (text: string) => `<p class="note">${html(text)}</p>`;
const list = (items: readonly string[]) =>
  `<ol>${items.map((text) => `<li>${html(text)}</li>`).join('')}</ol>`;

/** Such as "12 minutes ago": the reader's time zone is not known. */
function timeAgo(time: string, locale: Locale, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - new Date(time).getTime()) / 60_000));
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (minutes < 60) return format.format(-minutes, 'minute');
  if (minutes < 48 * 60) return format.format(-Math.round(minutes / 60), 'hour');
  return format.format(-Math.round(minutes / 60 / 24), 'day');
}

const platformOfSystem: Partial<Record<OperatingSystem, Platform>> = {
  ios: 'ios',
  ipados: 'ios',
  android: 'android',
  macos: 'macos',
  windows: 'windows',
};

/** By what the browser says of itself; null: all are shown, as to a Mac, since an iPad says that it is one. */
function platformOf(agent: string): Platform | null {
  if (/iPhone|iPad|iPod/.test(agent)) return 'ios';
  if (/Android/.test(agent)) return 'android';
  return /Windows/.test(agent) ? 'windows' : null;
}
