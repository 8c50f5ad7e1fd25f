import type { SourceAccess } from '#lib/domain/sources/source';
import { SourceFailure } from '#lib/domain/sources/source-reader';
import type { OutboundAnswer, OutboundClient } from '../../../outbound/outbound-client.ts';
import { textIn } from '../native-values.ts';
import { isRecord } from '../record-of.ts';
import { createSourceHttp, type SourceHttp, type SourceRequest } from '../source-http.ts';

export interface JamfCall {
  /** A call with a token; on 401 with a new one, once. Any other status is an answer. */
  send: (path: string, query?: SourceRequest['query']) => Promise<OutboundAnswer>;
  jsonOf: SourceHttp['jsonOf'];
}

/** Tokens live as long as the API client is set to, often for minutes: a new one is asked for before the end. */
export function createJamfCall({ url, secrets }: SourceAccess, client: OutboundClient): JamfCall {
  const http = createSourceHttp({ url, secrets }, client);
  let token: { text: string; renewAt: number } | null = null;
  const fresh = async (): Promise<string> => {
    const { text, seconds } = await askForToken(http, secrets);
    http.hide(text);
    // A tenth of its life, at most half a minute, is kept back for calls that take long.
    token = { text, renewAt: Date.now() + seconds * 1000 - Math.min(30_000, seconds * 100) };
    return text;
  };
  const get = async (text: string, path: string, query: SourceRequest['query'] = []) =>
    http.send({ path, query, headers: { authorization: `Bearer ${text}` } });
  return {
    jsonOf: http.jsonOf,
    send: async (path, query) => {
      const known = token !== null && Date.now() < token.renewAt ? token.text : null;
      const answer = await get(known ?? (await fresh()), path, query);
      if (answer.status !== 401) return answer;
      const again = await get(await fresh(), path, query);
      if (again.status === 401) throw http.failureOf(again);
      return again;
    },
  };
}

/** Older releases have the endpoint without a version only. */
const tokenPaths = ['/api/v1/oauth/token', '/api/oauth/token'];

async function askForToken(
  http: SourceHttp,
  secrets: SourceAccess['secrets'],
): Promise<{ text: string; seconds: number }> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: secrets.clientId ?? '',
    client_secret: secrets.clientSecret ?? '',
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  let answer: OutboundAnswer | null = null;
  for (const path of tokenPaths) {
    answer = await http.send({ method: 'POST', path, headers, body: form.toString() });
    if (answer.status !== 404) break;
  }
  if (answer === null) throw new SourceFailure('not_found', 'there is no way to ask for a token');
  // OAuth refuses a client with 400 or 401.
  if (answer.status === 400 || answer.status === 401) throw http.failureOf(answer, 'login_refused');
  const body = http.jsonOf(answer);
  const text = isRecord(body) ? textIn(body.access_token) : null;
  if (!isRecord(body) || text === null) throw http.failureOf(answer, 'unexpected_answer');
  return { text, seconds: typeof body.expires_in === 'number' ? body.expires_in : 60 };
}
