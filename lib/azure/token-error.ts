import { AuthError } from '@azure/msal-node';
import { AzureError } from '#lib/domain/azure/azure-gateway';
import { errorOfAnswer, keptDetailLength } from './answer-error.ts';
import type { HttpAnswer } from './http-client.ts';
import { readObject } from './read-answer.ts';
import { withoutTokens } from './without-tokens.ts';

/**
 * Why no token could be had, from whatever MSAL threw. `lastFailure`: what its network threw last.
 * `secret` is removed from everything that is logged or shown.
 */
export function tokenError(error: unknown, lastFailure: unknown, secret: string | undefined): AzureError {
  if (error instanceof AzureError) return withoutSecret(error, secret);
  if (error instanceof Error && error.cause instanceof AzureError) return withoutSecret(error.cause, secret);
  if (!(error instanceof AuthError)) {
    const detail = 'Tenko got no access token';
    return new AzureError({ kind: 'unauthorized', code: 'token_refused', detail });
  }
  // MSAL swallows the cause when it cannot load the OpenID metadata
  if (error.errorCode === 'endpoints_resolution_error' || error.errorCode === 'openid_config_error') {
    if (lastFailure instanceof AzureError) return withoutSecret(lastFailure, secret);
    const detail = 'The sign-in service did not return its addresses';
    return new AzureError({ kind: 'passing', code: error.errorCode, detail });
  }
  return withoutSecret(refusal(error.errorMessage, error.errorCode), secret);
}

/** What an answer of the token endpoint that is no token means; null: MSAL can read it. `now` in ms. */
export function errorOfTokenAnswer(answer: HttpAnswer, now: number): AzureError | null {
  const { status, trace } = answer;
  if (status === 408 || status === 429 || status >= 500) return errorOfAnswer('token', answer, now);
  let said: Record<string, unknown>;
  try {
    said = readObject(answer);
  } catch {
    const detail = `The sign-in service responded with status ${status} and no JSON`;
    return new AzureError({ kind: 'passing', code: 'unreadable_answer', detail, status, trace });
  }
  if (status < 400 || said.error_description === undefined) return null;
  const { facts } = refusal(String(said.error_description), String(said.error));
  return new AzureError({ ...facts, status, trace });
}

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
function refusal(description: string, code: string): AzureError {
  const start = description.indexOf('AADSTS');
  const words = start < 0 ? description : description.slice(start);
  const [said = ''] = words.split(/ (?:- )?(?:Trace|Correlation) ID:/);
  return new AzureError({
    kind: 'unauthorized',
    code: /AADSTS\d+/.exec(description)?.[0] ?? (code || 'token_refused'),
    detail: withoutTokens(said, keptDetailLength) || 'The sign-in service refused the app',
  });
}

function withoutSecret(error: AzureError, secret: string | undefined): AzureError {
  if (secret === undefined || secret === '') return error;
  const { detail, trace } = error.facts;
  const clean = (text: string) => text.replaceAll(secret, '…');
  const answer = trace?.answer ?? null;
  return new AzureError({
    ...error.facts,
    detail: clean(detail),
    trace: trace && { ...trace, answer: answer === null ? null : clean(answer) },
  });
}
