import { AzureError, type AzureErrorKind } from '#lib/domain/azure/azure-gateway';
import { type AzureCall, permissionOf } from './call-permissions.ts';
import type { HttpAnswer } from './http-client.ts';
import { parseRetryAfter } from './retry-after.ts';
import { withoutTokens } from './without-tokens.ts';

/** https://learn.microsoft.com/graph/errors; statuses not named here: 5xx passing, the rest rejected. */
const kindOfStatus: Record<number, AzureErrorKind> = {
  401: 'unauthorized',
  403: 'forbidden',
  408: 'passing',
  413: 'too_large',
  429: 'throttled',
  503: 'throttled',
};

/** How much of Microsoft's words an error tells. */
export const keptDetailLength = 500;

/** What an answer that is not a success means. `now` in ms since 1970, for a Retry-After date. */
export function errorOfAnswer(call: AzureCall, answer: HttpAnswer, now: number): AzureError {
  const { status } = answer;
  const kind = kindOfStatus[status] ?? (status >= 500 ? 'passing' : 'rejected');
  const said = readError(answer.text);
  return new AzureError({
    kind,
    code: said.code ?? `http_${status}`,
    detail: withoutTokens(said.detail ?? `Microsoft responded with status ${status}`, keptDetailLength),
    status,
    retryAfterMs: parseRetryAfter(answer.headers['retry-after'], now, answer.headers.date),
    permission: kind === 'forbidden' ? permissionOf[call] : undefined,
    trace: answer.trace,
  });
}

/** An answer that is a success by status, but not in a shape that can be read. */
export function unreadableAnswer(answer: HttpAnswer): AzureError {
  return new AzureError({
    kind: 'passing',
    code: 'unreadable_answer',
    detail: 'Microsoft sent a response that Tenko cannot read',
    status: answer.status,
    trace: answer.trace,
  });
}

/** Graph, OData v3 and the partner services each have their own shape of error. */
function readError(text: string): { code: string | null; detail: string | null } {
  const body = asRecord(parse(text));
  const error = asRecord(body?.error ?? body?.['odata.error']);
  const message = asRecord(error?.message)?.value ?? error?.message;
  return {
    code: asText(error?.code) ?? asText(body?.ErrorCode) ?? asText(body?.error),
    detail:
      asText(message) ??
      asText(body?.ErrorDetail) ??
      asText(body?.Message) ??
      asText(body?.error_description),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
