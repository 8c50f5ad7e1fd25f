import type { Database } from '#lib/db/core/database';
import { takeSignInLink } from '#lib/db/people/sign-ins';
import { SignInRefused } from '#lib/domain/people/sign-in-problem';
import { type BegunSession, beginSession, type SignInContext } from './begin-session.ts';
import { forgetCredentials } from './recent-credentials.ts';
import { hashOf } from './secrets.ts';

/** Only a person with access to the machine can create a link. */
const person = {
  name: 'admin',
  username: null,
  role: 'admin',
  method: 'link',
  userId: null,
  tenantId: null,
} as const;

/** Signs in by a one-time link. Throws SignInRefused `link_invalid`. */
export async function signInByLink(
  db: Database,
  token: string,
  context: SignInContext,
): Promise<BegunSession> {
  const begun = await db.transaction(async (tx) => {
    const isTaken = await takeSignInLink(tx, hashOf(token), context.now);
    return isTaken ? beginSession(tx, person, context) : null;
  });
  if (begun === null) throw new SignInRefused('link_invalid', 'the link was already used or has expired');
  forgetCredentials(db);
  return begun;
}
