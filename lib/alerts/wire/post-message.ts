import type { DeliveryOutcome, DeliveryProblemCode } from '#lib/domain/alerts/alert-destination';
import type { PostedMessage } from '#lib/domain/alerts/alert-tools';
import { retryAfterOf, withoutSecrets, wordsOf } from '../../outbound/failure-words.ts';
import { NetworkFailure } from '../../outbound/network-failure.ts';
import type { OutboundAnswer, OutboundClient } from '../../outbound/outbound-client.ts';
import { codeOfFailure } from './failure-codes.ts';

/** Of an answer, no more is read: it only says why something was not taken. */
const answerBytes = 1024;

/** Posts a message once, follows no redirect, and says what came of it. */
export async function postMessage(
  client: OutboundClient,
  { url, headers, body }: PostedMessage,
): Promise<DeliveryOutcome> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  try {
    const answer = await client.send({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', 'user-agent': 'Tenko', ...headers },
      body,
      cutAt: answerBytes,
    });
    const { status } = answer;
    const problem = status >= 200 && status <= 299 ? null : refusalOf(url, answer);
    const retryAfterMs = retryAfterOf(answer.headers['retry-after'], Date.now());
    return { status, ms: took(), problem, retryAfterMs };
  } catch (error) {
    if (!(error instanceof NetworkFailure)) throw error;
    const problem = { code: codeOfFailure[error.code], message: error.message };
    return { status: null, ms: took(), problem, retryAfterMs: null };
  }
}

/** In the receiver's words, without anything of the address but its host: the address is a credential. */
function refusalOf(address: string, { status, text, headers }: OutboundAnswer): DeliveryOutcome['problem'] {
  const { host, pathname, search } = new URL(address);
  const parts = [pathname, ...pathname.split('/'), search.slice(1)].filter((part) => part.length > 3);
  const said = withoutSecrets(wordsOf(text) ?? '', [address, ...parts]);
  const to = headers.location === undefined ? '' : ' to another address, which Tenko does not follow';
  const words = status >= 300 && status <= 399 ? `${host} redirects${to} (${status})` : null;
  const answered = `${host} responded with ${status}${said === '' ? '' : `: ${said}`}`;
  return { code: codeOf(status), message: words ?? answered };
}

function codeOf(status: number): DeliveryProblemCode {
  if (status === 410) return 'gone';
  if (status === 429) return 'rate_limited';
  return status >= 300 && status <= 399 ? 'redirected' : 'refused';
}
