import { SignInRefused } from '#lib/domain/people/sign-in-problem';

/** What Microsoft led the browser back with: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2 */
export interface MicrosoftAnswer {
  code: string | null;
  state: string | null;
  error: string | null;
  errorDescription: string | null;
}

/** The code of an answer. Throws SignInRefused. */
export function codeOf({ code, error, errorDescription }: MicrosoftAnswer): string {
  // Only the number is kept: the words may be anybody's.
  const number = /^AADSTS\d{4,9}/.exec(errorDescription ?? '')?.[0];
  if (error !== null)
    throw new SignInRefused(problemOf(error, number), number ?? 'an error without a number');
  if (code === null || code === '') throw new SignInRefused('microsoft_refused', 'no code came');
  return code;
}

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
function problemOf(error: string, number: string | undefined) {
  if (number === 'AADSTS50105') return 'not_assigned';
  // Without a number, or by declining what the app asks for
  const cancelled = number === undefined || number === 'AADSTS65004';
  if (error === 'access_denied' && cancelled) return 'cancelled';
  const passing = error === 'temporarily_unavailable' || error === 'server_error';
  return passing ? 'microsoft_unavailable' : 'microsoft_refused';
}
