import { type Audience, AzureError, type CallTrace } from '#lib/domain/azure/azure-gateway';
import type { AzureCall } from './call-permissions.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './http-client.ts';
import type { TokenSource } from './token-source.ts';

export interface AuthorizedRequest {
  method: HttpRequest['method'];
  /** A function where the address comes from discovery: asked again before the second try */
  url: string | (() => Promise<string>);
  headers?: Record<string, string>;
  body?: string;
}

/** One call, for a log: without what came back. */
export interface AzureCallLog extends Omit<CallTrace, 'answer'> {
  call: AzureCall;
}

/** Sends with a token; throws AzureError for the network's and the token's failures, any status else is an answer. */
export type AuthorizedCall = (
  call: AzureCall,
  audience: Audience,
  request: AuthorizedRequest,
) => Promise<HttpAnswer>;

interface Parts {
  http: HttpClient;
  tokens: TokenSource;
  dropDiscovery: () => void;
  log: ((entry: AzureCallLog) => void) | undefined;
}

/** Microsoft sometimes refuses a fresh token once: on 401 a new token and new addresses, and one more try. */
export function createAuthorizedCall({ http, tokens, dropDiscovery, log }: Parts): AuthorizedCall {
  const send = async (
    call: AzureCall,
    { audience: service, token }: { audience: Audience; token: string },
    request: AuthorizedRequest,
  ): Promise<HttpAnswer> => {
    const isDiscovered = typeof request.url === 'function';
    const url = typeof request.url === 'function' ? await request.url() : request.url;
    const contentType = request.body === undefined ? {} : { 'content-type': 'application/json' };
    const headers = { ...contentType, ...request.headers, authorization: `Bearer ${token}` };
    const body = request.body === undefined ? {} : { body: request.body };
    try {
      const answer = await http({ method: request.method, url, headers, service, ...body });
      const { answer: _, ...trace } = answer.trace;
      log?.({ call, ...trace });
      return answer;
    } catch (error) {
      if (isDiscovered && error instanceof AzureError && error.facts.code === 'name_not_resolved')
        dropDiscovery();
      throw error;
    }
  };
  return async (call, audience, request) => {
    const token = await tokens.get(audience);
    const answer = await send(call, { audience, token }, request);
    if (answer.status !== 401) return answer;
    if (typeof request.url === 'function') dropDiscovery();
    return send(call, { audience, token: await tokens.renew(audience, token) }, request);
  };
}
