import { BrandedError } from '#lib/errors';

/** Why a sign-in did not come about; each has its own words on the sign-in page. */
export const signInProblems = [
  'link_invalid',
  'link_off',
  /** No attempt of this browser: never begun here, over after ten minutes, or used already */
  'attempt_over',
  'state_mismatch',
  'cancelled',
  /** Entra lets in only whom an admin assigned to the app */
  'not_assigned',
  'microsoft_refused',
  'microsoft_unavailable',
  /** Entra does not take our credential or redirect address */
  'app_refused',
  'foreign_tenant',
  'token_invalid',
  /** So many groups that the token names none of them */
  'groups_overage',
  'no_role',
  'failed',
] as const;
export type SignInProblem = (typeof signInProblems)[number];

export interface RefusedPerson {
  name: string;
  username: string | null;
}

/** A sign-in that ends here. The message is for the log and the audit: it holds no token and no secret. */
export class SignInRefused extends BrandedError {
  static override readonly brand = 'SignInRefused';
  override name = 'SignInRefused';
  readonly problem: SignInProblem;
  /** Who was signed in at Microsoft, where that is sure */
  readonly person: RefusedPerson | null;

  constructor(problem: SignInProblem, message: string, person: RefusedPerson | null = null) {
    super(message);
    this.problem = problem;
    this.person = person;
  }
}
