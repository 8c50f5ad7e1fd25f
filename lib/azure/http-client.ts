import { randomUUID } from 'node:crypto';
import { AzureError, type CallTrace } from '#lib/domain/azure/azure-gateway';
import { NetworkFailure } from '../outbound/network-failure.ts';
import {
  createOutboundClient,
  type OutboundOptions,
  type OutboundRequest,
} from '../outbound/outbound-client.ts';
import { keptAnswerLength, withoutTokens } from './without-tokens.ts';

export type HttpRequest = OutboundRequest;

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
  return async ({ headers, ...request }) => {
    const clientRequestId = randomUUID();
    const startedAt = performance.now();
    const trace = (status: number | null, requestId: string | null, answer: string | null): CallTrace => {
      const durationMs = Math.round(performance.now() - startedAt);
      return { clientRequestId, requestId, status, answer, durationMs };
    };
    const named = { accept: 'application/json', ...headers, 'client-request-id': clientRequestId };
    try {
      const answer = await send({ ...request, headers: named });
      const requestId = answer.headers['request-id'] ?? answer.headers['x-ms-request-id'] ?? null;
      return {
        ...answer,
        trace: trace(answer.status, requestId, withoutTokens(answer.text, keptAnswerLength)),
      };
    } catch (error) {
      if (!(error instanceof NetworkFailure)) throw error;
      const { code, message: detail } = error;
      throw new AzureError({ kind: 'passing', code, detail, trace: trace(null, null, null) });
    }
  };
}
