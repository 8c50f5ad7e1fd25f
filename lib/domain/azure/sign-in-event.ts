/** A sign-in that Entra decided on: https://learn.microsoft.com/graph/api/resources/signin */
export interface SignInEvent {
  id: string;
  at: Date;
  app: string | null;
  /** 0: let in */
  errorCode: number;
  /** In Microsoft's words */
  failureReason: string | null;
  /** Policies that failed, by name; null: the app may not read policies */
  blockedBy: string[] | null;
}

export interface SignInQuery {
  /** Entra's object id */
  userId: string;
  azureDeviceId: string;
  since: Date;
}

/** Error codes that the console explains in words: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export const explainedSignInErrors = [
  '53000',
  '53001',
  '53003',
  '530003',
  '135011',
  '50074',
  '50076',
] as const;

/** Why there are no sign-ins to show */
export const signInProblems = ['no_azure_id', 'no_user', 'no_permission', 'no_licence'] as const;
export type SignInProblem = (typeof signInProblems)[number];

/** What Graph calls a tenant without Entra ID P1. */
const licenceCodes = ['Authentication_RequestFromNonPremiumTenantOrB2CTenant'];

/** Of a 403: the licence is missing, or the permission. */
export function signInProblemOf(code: string): 'no_permission' | 'no_licence' {
  return licenceCodes.includes(code) ? 'no_licence' : 'no_permission';
}
