import type { SourceAccess } from '#lib/domain/sources/source';
import { SourceFailure, type SourceFailureCode } from '#lib/domain/sources/source-reader';
import { retryAfterOf, withoutSecrets, wordsOf } from '../../outbound/failure-words.ts';
import { NetworkFailure } from '../../outbound/network-failure.ts';
import { AnswerTooLarge, type OutboundAnswer, type OutboundClient } from '../../outbound/outbound-client.ts';

const maxBytes = 64 * 1024 * 1024;
const maxRedirects = 3;

export interface SourceRequest {
  method?: 'GET' | 'POST';
  /** Behind the address of the source; or a whole address on the same host */
  path: string;
  /** In this order, encoded here */
  query?: readonly (readonly [name: string, value: string])[];
  headers?: Record<string, string>;
  body?: string;
}

export interface SourceHttp {
  /** Any status but a redirect is an answer. Throws SourceFailure. */
  send: (request: SourceRequest) => Promise<OutboundAnswer>;
  /** The JSON of a 2xx answer. Throws SourceFailure for every other. */
  json: (request: SourceRequest) => Promise<unknown>;
  jsonOf: (answer: OutboundAnswer) => unknown;
  /** `words`: in place of those of the answer */
  failureOf: (answer: OutboundAnswer, code?: SourceFailureCode) => SourceFailure;
  /** A value that must never be in a message, such as a token */
  hide: (secret: string) => void;
}

/** Calls to one source: only to its host, whatever an answer says, and with failures in its own words. */
export function createSourceHttp(
  { url, secrets }: Pick<SourceAccess, 'url' | 'secrets'>,
  client: OutboundClient,
): SourceHttp {
  const { host, origin } = new URL(url);
  const hidden = new Set(Object.values(secrets).flatMap((secret) => [secret, encodeURIComponent(secret)]));
  const fail = (code: SourceFailureCode, words: string, more = {}): SourceFailure =>
    new SourceFailure(code, withoutSecrets(words, hidden), more);

  const failureOf = (answer: OutboundAnswer, code = codeOf(answer.status)): SourceFailure => {
    const said = withoutSecrets(wordsOf(answer.text) ?? '', hidden);
    const words = `${host} responded with ${answer.status}${said === '' ? '' : `: ${said}`}`;
    const retryAfterMs = retryAfterOf(answer.headers['retry-after'], Date.now());
    return new SourceFailure(code, words, { status: answer.status, retryAfterMs });
  };
  const jsonOf = (answer: OutboundAnswer): unknown => {
    if (answer.status < 200 || answer.status > 299) throw failureOf(answer);
    try {
      return JSON.parse(answer.text) as unknown;
    } catch {
      const isPage = /^\s*</.test(answer.text);
      const said = wordsOf(answer.text);
      const what = isPage ? `a web page${said === null ? '' : ` (“${said}”)`}` : 'something else';
      throw fail('unexpected_answer', `${host} responded with ${what} instead of JSON`, {
        status: answer.status,
      });
    }
  };
  const once = async (request: SourceRequest, address: URL): Promise<OutboundAnswer> => {
    const { method = 'GET', headers = {}, body } = request;
    const sent = { method, url: address.href, headers: { accept: 'application/json', ...headers } };
    try {
      const call = { ...sent, compressed: true, maxBytes };
      return await client.send(body === undefined ? call : { ...call, body });
    } catch (error) {
      if (error instanceof AnswerTooLarge) {
        throw fail('answer_too_large', `${host} responded with more than 64 MiB at once`);
      }
      if (error instanceof NetworkFailure) throw fail(error.code, error.message);
      throw error;
    }
  };
  const send = async (request: SourceRequest): Promise<OutboundAnswer> => {
    let address = addressOf(url, request);
    for (let redirects = 0; ; redirects += 1) {
      if (address.origin !== origin) {
        throw fail('redirected_elsewhere', `${host} points to another host: ${address.host}`);
      }
      const answer = await once(request, address);
      const location = redirectOf(answer, request.method ?? 'GET');
      if (location === null) return answer;
      if (redirects === maxRedirects) throw fail('unexpected_answer', `${host} redirects in circles`);
      if (!URL.canParse(location, address.href)) throw failureOf(answer, 'unexpected_answer');
      address = new URL(location, address.href);
    }
  };
  return {
    send,
    jsonOf,
    failureOf,
    json: async (request) => jsonOf(await send(request)),
    hide: (secret) => hidden.add(secret),
  };
}

function addressOf(base: string, { path, query = [] }: SourceRequest): URL {
  const { origin, pathname } = new URL(base);
  const isWhole = /^https?:\/\//i.test(path);
  const address = new URL(isWhole ? path : origin + pathname.replace(/\/+$/, '') + path);
  for (const [name, value] of query) address.searchParams.append(name, value);
  return address;
}

/** Where an answer sends the same request; null: nowhere. A POST is repeated only where that is asked for (307, 308). */
function redirectOf({ status, headers }: OutboundAnswer, method: string): string | null {
  const isRedirect = method === 'GET' ? [301, 302, 303, 307, 308] : [307, 308];
  return isRedirect.includes(status) ? (headers.location ?? null) : null;
}

function codeOf(status: number): SourceFailureCode {
  if (status >= 500) return 'source_error';
  const codes: Record<number, SourceFailureCode> = {
    401: 'login_refused',
    403: 'not_permitted',
    404: 'not_found',
    408: 'timeout',
    429: 'rate_limited',
  };
  if (status < 400) return 'unexpected_answer';
  return codes[status] ?? 'request_refused';
}
