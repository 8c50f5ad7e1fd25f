import {
  AuthError,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-node';
import type { HttpAnswer, HttpClient, HttpRequest } from './http-client.ts';
import { errorOfTokenAnswer } from './token-error.ts';

/**
 * Lets MSAL use our connections, timeout and certificate authorities instead of its own. `onFailure` hears what
 * failed: MSAL keeps to itself why it could not load the OpenID metadata.
 */
export function createMsalNetwork(
  http: HttpClient,
  clock: () => number,
  onFailure: (error: unknown) => void,
): INetworkModule {
  const failed = (error: unknown): AuthError => {
    onFailure(error);
    return asAuthError(error);
  };
  const exchange = async <T>(request: HttpRequest): Promise<NetworkResponse<T>> => {
    let answer: HttpAnswer;
    try {
      answer = await http(request);
    } catch (error) {
      throw failed(error);
    }
    // MSAL remembers 429 and 5xx on its own and then fails without a status for a minute: such answers are
    // kept from it, as is a proxy's page, which it would take for its own bug
    const error = errorOfTokenAnswer(answer, clock());
    if (error !== null) throw failed(error);
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

/** MSAL passes AuthErrors on untouched and hides all others; the truth travels as its cause. */
function asAuthError(error: unknown): AuthError {
  const wrapped = new AuthError('network_error', '', 'The sign-in service could not be called');
  wrapped.cause = error;
  return wrapped;
}
