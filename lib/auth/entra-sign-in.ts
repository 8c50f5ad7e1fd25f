import type { Database } from '#lib/db/core/database';
import {
  findRefusedPerson,
  insertSignInAttempt,
  noteRefusedPerson,
  takeSignInAttempt,
} from '#lib/db/people/sign-ins';
import type { EntraPerson, EntraSignIn } from '#lib/domain/people/entra-sign-in';
import { returnPath } from '#lib/domain/people/return-path';
import { neededRoles, type Role, roles } from '#lib/domain/people/scope';
import { type RefusedPerson, SignInRefused } from '#lib/domain/people/sign-in-problem';
import { forgetCredentials } from './recent-credentials.ts';
import { attemptSecrets, hashOf, newSecret, sameHash } from './secrets.ts';
import { type BegunSession, beginSession, type SignInContext } from './session.ts';

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
  if (!attempt) throw new SignInRefused('attempt_over', 'this browser has not started a sign-in');
  const secrets = attemptSecrets(attempt);
  // First: an answer that was planted must not use the attempt up.
  if (!sameHash(secrets.state, answer.state ?? '')) {
    throw new SignInRefused('state_mismatch', 'the response belongs to another attempt');
  }
  const found = await takeSignInAttempt(db.pool, hashOf(attempt), context.now);
  if (found === null) throw new SignInRefused('attempt_over', 'the attempt was already used or has expired');
  try {
    const person = await entra.redeem(codeOf(answer), secrets);
    const held = requireRoles(person, roleGroups);
    const { name, username, userId, tenantId } = person;
    const begun = await db.transaction((tx) =>
      beginSession(tx, { name, username, userId, tenantId, roles: held, method: 'entra' }, context),
    );
    forgetCredentials(db);
    return { ...begun, returnTo: found.returnTo };
  } catch (error) {
    const person = error instanceof SignInRefused ? error.person : null;
    if (person !== null) await noteRefusedPerson(db.pool, hashOf(attempt), person);
    throw error;
  }
}

function requireRoles(person: EntraPerson, roleGroups: readonly RoleGroup[]): Role[] {
  const held = rolesOfPerson(person, roleGroups);
  if (held.length > 0) return held;
  const hidden = person.groups === null && roleGroups.length > 0;
  const words = hidden ? 'the token does not contain the groups: there are too many' : 'no role is assigned';
  throw new SignInRefused(hidden ? 'groups_overage' : 'no_role', words, person);
}

/** What Microsoft led the browser back with: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2 */
interface MicrosoftAnswer {
  code: string | null;
  state: string | null;
  error: string | null;
  errorDescription: string | null;
}

/** The code of an answer. Throws SignInRefused. */
function codeOf({ code, error, errorDescription }: MicrosoftAnswer): string {
  // Only the number is kept: the words may be anybody's.
  const number = /^AADSTS\d{4,9}/.exec(errorDescription ?? '')?.[0];
  if (error !== null)
    throw new SignInRefused(problemOf(error, number), number ?? 'an error without a number');
  if (code === null || code === '') throw new SignInRefused('microsoft_refused', 'the response has no code');
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

/** A group of Entra whose members have a role. */
interface RoleGroup {
  role: Role;
  /** Object id, in lower case */
  groupId: string;
}

/** All that a person's app roles and groups grant, by the fewest roles. */
export function rolesOfPerson(
  { appRoles, groups }: Pick<EntraPerson, 'appRoles' | 'groups'>,
  roleGroups: readonly RoleGroup[],
): Role[] {
  const named = appRoles.map((name) => name.toLowerCase());
  const byGroup = roleGroups.filter(({ groupId }) => groups?.includes(groupId)).map(({ role }) => role);
  return neededRoles([...roles.filter((role) => named.includes(role)), ...byGroup]);
}

/** Whom the last attempt of this browser turned away, to say so on the page. */
export async function refusedPerson(
  db: Database,
  attempt: string | undefined,
  now: Date,
): Promise<RefusedPerson | null> {
  return attempt ? findRefusedPerson(db.pool, hashOf(attempt), now) : null;
}

const validForMs = 10 * 60_000;

/** Begins a sign-in at Microsoft; `secret` goes into the browser's cookie. Throws SignInRefused. */
export async function beginEntraSignIn(
  db: Database,
  entra: EntraSignIn,
  { returnTo, now }: { returnTo: string | null; now: Date },
): Promise<{ url: string; secret: string; expiresAt: Date }> {
  const secret = newSecret();
  const expiresAt = new Date(now.getTime() + validForMs);
  const url = await entra.authorizeUrl(attemptSecrets(secret));
  await insertSignInAttempt(db.pool, {
    tokenHash: hashOf(secret),
    returnTo: returnPath(returnTo),
    createdAt: now,
    expiresAt,
  });
  return { url, secret, expiresAt };
}
