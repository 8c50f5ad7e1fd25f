import { randomUUID } from 'node:crypto';
import { type Audience, AzureError, type CallTrace } from '#lib/domain/azure/azure-gateway';
import { metrics } from '#lib/telemetry/metrics';
import { traced } from '#lib/telemetry/tracing';
import { NetworkFailure } from '../outbound/network-failure.ts';
import {
  createOutboundClient,
  type OutboundAnswer,
  type OutboundOptions,
  type OutboundRequest,
} from '../outbound/outbound-client.ts';
import { parseRetryAfter } from './retry-after.ts';
import { keptAnswerLength, withoutTokens } from './without-tokens.ts';

export interface HttpRequest extends OutboundRequest {
  /** Whom it goes to, for the metrics; left out: Entra, for tokens and to sign in */
  service?: Audience | 'sign_in';
}

export interface HttpAnswer {
  status: number;
  /** Lower-case names */
  headers: Record<string, string>;
  text: string;
  trace: CallTrace;
}

/** Throws AzureError `passing` (its code says what stood in the way), and nothing else. Any status is an answer. */
export type HttpClient = (request: HttpRequest) => Promise<HttpAnswer>;

export interface HttpClientOptions extends Omit<OutboundOptions, 'timeoutMs'> {
  /** For the whole exchange; default 30 s */
  timeoutMs?: number | undefined;
}

const defaultTimeoutMs = 30_000;

/** Calls to Microsoft: each has an id that its support can look for. */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const { send } = createOutboundClient({ ...options, timeoutMs: options.timeoutMs ?? defaultTimeoutMs });
  const traceCall: HttpClient = (request) => {
    const { service = 'sign_in', method } = request;
    const attributes = { 'http.request.method': method, 'tenko.azure.service': service };
    return traced(`${method} ${service}`, { kind: 'client', attributes }, async (span) => {
      try {
        const answer = await call(request);
        span.set({
          'http.response.status_code': answer.status,
          'az.client_request_id': answer.trace.clientRequestId,
        });
        if (answer.status >= 400) span.fail(String(answer.status));
        return answer;
      } catch (error) {
        if (error instanceof AzureError) span.set({ 'error.type': error.facts.code });
        throw error;
      }
    });
  };
  const call: HttpClient = async ({ headers, service = 'sign_in', ...request }) => {
    const clientRequestId = randomUUID();
    const startedAt = performance.now();
    const trace = (status: number | null, requestId: string | null, answer: string | null): CallTrace => {
      const durationMs = Math.round(performance.now() - startedAt);
      return { clientRequestId, requestId, status, answer, durationMs };
    };
    const named = { accept: 'application/json', ...headers, 'client-request-id': clientRequestId };
    try {
      const answer = await send({ ...request, headers: named });
      countAnswer(service, answer, startedAt);
      const requestId = answer.headers['request-id'] ?? answer.headers['x-ms-request-id'] ?? null;
      return {
        ...answer,
        trace: trace(answer.status, requestId, withoutTokens(answer.text, keptAnswerLength)),
      };
    } catch (error) {
      if (!(error instanceof NetworkFailure)) throw error;
      const { code, message: detail } = error;
      countRequest(service, 'none', startedAt);
      throw new AzureError({ kind: 'passing', code, detail, trace: trace(null, null, null) });
    }
  };
  return traceCall;
}

function countRequest(service: string, status: number | 'none', startedAt: number): void {
  metrics.azureRequests.inc({ service, status });
  metrics.azureDuration.observe({ service }, (performance.now() - startedAt) / 1000);
}

function countAnswer(service: string, { status, headers }: OutboundAnswer, startedAt: number): void {
  countRequest(service, status, startedAt);
  if (service === 'graph') metrics.azureThrottleRatio.set({ service }, loadOf(headers));
  if (status !== 429 && status !== 503) return;
  const waitMs = parseRetryAfter(headers['retry-after'], Date.now(), headers.date);
  if (waitMs !== undefined) metrics.azureThrottled.inc({ service }, waitMs / 1000);
}

/** 0: Graph says nothing, as it does below 0.8. https://learn.microsoft.com/graph/throttling */
function loadOf(headers: OutboundAnswer['headers']): number {
  const load = Number(headers['x-ms-throttle-limit-percentage'] ?? 0);
  return Number.isFinite(load) ? load : 0;
}
