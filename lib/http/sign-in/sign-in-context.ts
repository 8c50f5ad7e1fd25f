import { cookies } from 'next/headers';
import { refusedPerson } from '#lib/auth/entra-sign-in';
import { attemptCookieName } from '#lib/auth/session-cookie';
import { returnPath } from '#lib/domain/people/return-path';
import { type RefusedPerson, type SignInProblem, signInProblems } from '#lib/domain/people/sign-in-problem';
import { webRuntime } from '../route/web-runtime.ts';
import { isBroughtIn } from './sandbox-pages.ts';

export interface SignInContext {
  /** Where sign-in by Microsoft begins, under the address that Microsoft leads back to; null: it is switched off */
  microsoft: string | null;
  /** Microsoft is played by the sandbox */
  sandbox: boolean;
  /** An example of a one-time link; null: they are switched off */
  link: string | null;
  /** `person`: whom Microsoft signed in, where it was the role that was missing */
  refusal: { problem: SignInProblem; person: RefusedPerson | null } | null;
  signedOut: 'entra' | 'link' | null;
}

/** What the sign-in page shows. Its addresses come from the configuration, never from a request's headers. */
export async function signInContext(
  search: Record<string, string | string[] | undefined>,
): Promise<SignInContext> {
  const jar = await cookies();
  const { db, publicUrl, signIn, azure } = webRuntime();
  const problem = signInProblems.find((known) => known === search.error) ?? null;
  const named = problem === 'no_role' || problem === 'groups_overage';
  const now = new Date();
  const attempt = jar.get(attemptCookieName(publicUrl))?.value;
  const path = returnPath(typeof search.returnTo === 'string' ? search.returnTo : null);
  const query = path === '/' ? '' : `?returnTo=${encodeURIComponent(path)}`;
  const isClosed = signIn.sandboxPages !== null && isBroughtIn(publicUrl);
  return {
    microsoft: signIn.entra === null || isClosed ? null : `${publicUrl}/api/auth/entra${query}`,
    sandbox: azure.mode === 'sandbox',
    link: signIn.link ? `${publicUrl}/api/auth/link?token=…` : null,
    refusal:
      problem === null ? null : { problem, person: named ? await refusedPerson(db, attempt, now) : null },
    signedOut: signedOutBy(search.signedOut),
  };
}

function signedOutBy(value: string | string[] | undefined): 'entra' | 'link' | null {
  return value === 'entra' || value === 'link' ? value : null;
}
