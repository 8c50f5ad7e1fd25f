import { AuthError } from '@azure/msal-node';
import { errors } from 'jose';
import { AzureError } from '#lib/domain/azure/azure-gateway';
import { SignInRefused } from '#lib/domain/people/sign-in-problem';

/** Codes of a code that was used, is too old, or belongs to another attempt */
const spentCodes = ['AADSTS54005', 'AADSTS70008', 'AADSTS70000', 'AADSTS501481', 'AADSTS50148'];

/** What any failure on the way means to the person who signs in. The words hold no token. */
export function signInRefusal(error: unknown): SignInRefused {
  if (error instanceof SignInRefused) return error;
  // Network failures travel inside MSAL's and jose's own errors
  const cause = error instanceof Error && error.cause instanceof AzureError ? error.cause : error;
  if (cause instanceof AzureError) return ofAzure(cause);
  if (error instanceof AuthError) {
    const problem = error.errorCode === 'nonce_mismatch' ? 'token_invalid' : 'microsoft_refused';
    return new SignInRefused(problem, error.errorCode);
  }
  if (error instanceof errors.JWKSTimeout) return new SignInRefused('microsoft_unavailable', error.code);
  if (error instanceof errors.JOSEError) return new SignInRefused('token_invalid', error.code);
  throw error;
}

function ofAzure({ facts: { kind, code, detail } }: AzureError): SignInRefused {
  const words = `${code}: ${detail}`;
  if (kind !== 'unauthorized') return new SignInRefused('microsoft_unavailable', words);
  return new SignInRefused(spentCodes.includes(code) ? 'attempt_over' : 'app_refused', words);
}
