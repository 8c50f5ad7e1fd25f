import type { Database } from '#lib/db/core/database';
import { noteRefusedPerson, takeSignInAttempt } from '#lib/db/people/sign-in-attempts';
import type { EntraPerson, EntraSignIn } from '#lib/domain/people/entra-sign-in';
import type { Role } from '#lib/domain/people/role';
import { SignInRefused } from '#lib/domain/people/sign-in-problem';
import { attemptSecrets } from './attempt-secrets.ts';
import { type BegunSession, beginSession, type SignInContext } from './begin-session.ts';
import { codeOf, type MicrosoftAnswer } from './microsoft-answer.ts';
import { forgetCredentials } from './recent-credentials.ts';
import { type RoleGroup, roleOfPerson } from './role-of-person.ts';
import { hashOf, sameHash } from './secrets.ts';

interface Return {
  /** Of the attempt's cookie */
  attempt: string | undefined;
  answer: MicrosoftAnswer;
  roleGroups: readonly RoleGroup[];
}

/**
 * Takes Microsoft's answer to an attempt of this browser, once, and begins a session. Throws SignInRefused; the attempt
 * then remembers whom it turned away.
 */
export async function finishEntraSignIn(
  db: Database,
  entra: EntraSignIn,
  { attempt, answer, roleGroups }: Return,
  context: SignInContext,
): Promise<BegunSession & { returnTo: string }> {
  if (!attempt) throw new SignInRefused('attempt_over', 'no attempt of this browser');
  const secrets = attemptSecrets(attempt);
  // First: an answer that was planted must not use the attempt up.
  if (!sameHash(secrets.state, answer.state ?? '')) {
    throw new SignInRefused('state_mismatch', 'the answer belongs to another attempt');
  }
  const found = await takeSignInAttempt(db.pool, hashOf(attempt), context.now);
  if (found === null) throw new SignInRefused('attempt_over', 'the attempt was used, or its time is over');
  try {
    const person = await entra.redeem(codeOf(answer), secrets);
    const role = requireRole(person, roleGroups);
    const { name, username, userId, tenantId } = person;
    const begun = await db.transaction((tx) =>
      beginSession(tx, { name, username, userId, tenantId, role, method: 'entra' }, context),
    );
    forgetCredentials(db);
    return { ...begun, returnTo: found.returnTo };
  } catch (error) {
    const person = error instanceof SignInRefused ? error.person : null;
    if (person !== null) await noteRefusedPerson(db.pool, hashOf(attempt), person);
    throw error;
  }
}

function requireRole(person: EntraPerson, roleGroups: readonly RoleGroup[]): Role {
  const role = roleOfPerson(person, roleGroups);
  if (role !== null) return role;
  const hidden = person.groups === null && roleGroups.length > 0;
  const words = hidden ? 'the token does not name the groups: there are too many' : 'no role is assigned';
  throw new SignInRefused(hidden ? 'groups_overage' : 'no_role', words, person);
}
