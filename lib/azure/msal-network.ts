import {
  AuthError,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-node';
import { AzureError } from '../domain/azure-gateway.ts';
import { errorOfAnswer } from './answer-error.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './http-client.ts';

/** Lets MSAL use our connections, timeout and certificate authorities instead of its own. */
export function createMsalNetwork(http: HttpClient, clock: () => number): INetworkModule {
  const exchange = async <T>(request: HttpRequest): Promise<NetworkResponse<T>> => {
    let answer: HttpAnswer;
    try {
      answer = await http(request);
    } catch (error) {
      throw asAuthError(error);
    }
    const passing = passingErrorOf(answer, clock());
    if (passing !== null) throw asAuthError(passing);
    return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.text) as T };
  };
  return {
    sendGetRequestAsync: (url, options) => exchange({ method: 'GET', url, ...partsOf(options) }),
    sendPostRequestAsync: (url, options) => exchange({ method: 'POST', url, ...partsOf(options) }),
  };
}

function partsOf(options: NetworkRequestOptions | undefined): Pick<HttpRequest, 'headers' | 'body'> {
  return {
    ...(options?.headers === undefined ? {} : { headers: options.headers }),
    ...(options?.body === undefined ? {} : { body: options.body }),
  };
}

/**
 * MSAL remembers 429 and 5xx on its own and then fails without a status for a minute. Such answers are kept
 * from it, as is what is not JSON (a proxy's page), which it would take for its own bug.
 */
function passingErrorOf(answer: HttpAnswer, now: number): AzureError | null {
  if (answer.status === 408 || answer.status === 429 || answer.status >= 500) {
    return errorOfAnswer('token', answer, now);
  }
  try {
    JSON.parse(answer.text);
    return null;
  } catch {
    const detail = `The sign-in service answered with status ${answer.status} and no JSON`;
    const code = 'unreadable_answer';
    return new AzureError({ kind: 'passing', code, detail, status: answer.status, trace: answer.trace });
  }
}

/** MSAL passes AuthErrors on untouched and hides all others; the truth travels as its cause. */
function asAuthError(error: unknown): AuthError {
  const wrapped = new AuthError('network_error', '', 'The sign-in service could not be used');
  wrapped.cause = error;
  return wrapped;
}
