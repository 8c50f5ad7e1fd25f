import { randomUUID } from 'node:crypto';
import { Agent, type Dispatcher, request } from 'undici';
import { AzureError, type CallTrace } from '../domain/azure-gateway.ts';
import { keptAnswerLength, withoutTokens } from './without-tokens.ts';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface HttpAnswer {
  status: number;
  /** Lower-case names */
  headers: Record<string, string>;
  text: string;
  trace: CallTrace;
}

/** Throws AzureError `passing` (code `timeout` or `network`), and nothing else. Any status is an answer. */
export type HttpClient = (request: HttpRequest) => Promise<HttpAnswer>;

export interface HttpClientOptions {
  /** For the whole exchange; default 30 s */
  timeoutMs?: number | undefined;
  /** Proxy, own certificate authority, …; default: an own pool of kept-alive connections */
  dispatcher?: Dispatcher | undefined;
}

const defaultTimeoutMs = 30_000;

export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const dispatcher =
    options.dispatcher ?? new Agent({ connections: 64, keepAliveTimeout: 30_000, allowH2: false });
  return async ({ method, url, headers, body }) => {
    const clientRequestId = randomUUID();
    const startedAt = performance.now();
    const durationMs = () => Math.round(performance.now() - startedAt);
    try {
      const response = await request(url, {
        method,
        dispatcher,
        headers: { accept: 'application/json', ...headers, 'client-request-id': clientRequestId },
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.body.text();
      const answered = flatten(response.headers);
      const requestId = answered['request-id'] ?? answered['x-ms-request-id'] ?? null;
      const status = response.statusCode;
      const answer = withoutTokens(text, keptAnswerLength);
      const trace = { clientRequestId, requestId, status, answer, durationMs: durationMs() };
      return { status, headers: answered, text, trace };
    } catch (error) {
      const trace = {
        clientRequestId,
        requestId: null,
        status: null,
        answer: null,
        durationMs: durationMs(),
      };
      throw networkError(error, new URL(url).host, timeoutMs, trace);
    }
  };
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const pairs = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(pairs);
}

/** Hosts only in the text: an address may hold a user's name. */
function networkError(error: unknown, host: string, timeoutMs: number, trace: CallTrace): AzureError {
  const name = error instanceof Error ? error.name : '';
  const cause = systemCodeOf(error);
  if (name === 'TimeoutError' || name === 'AbortError' || cause.endsWith('_TIMEOUT')) {
    const detail = `${host} did not answer within ${timeoutMs / 1000} s`;
    return new AzureError({ kind: 'passing', code: 'timeout', detail, trace });
  }
  const isDns = cause === 'ENOTFOUND' || cause === 'EAI_AGAIN';
  return new AzureError({
    kind: 'passing',
    code: isDns ? 'name_not_resolved' : 'network',
    detail: `${host} could not be reached (${cause})`,
    trace,
  });
}

function systemCodeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return systemCodeOf(error.errors[0]);
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'connection failed';
}
