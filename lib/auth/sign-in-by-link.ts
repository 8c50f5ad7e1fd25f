import type { Database } from '../db/database.ts';
import { takeSignInLink } from '../db/sign-in-links.ts';
import { SignInRefused } from '../domain/sign-in-problem.ts';
import { type BegunSession, beginSession, type SignInContext } from './begin-session.ts';
import { forgetCredentials } from './recent-credentials.ts';
import { hashOf } from './secrets.ts';

/** Whoever can make a link has the machine itself. */
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
  if (begun === null) throw new SignInRefused('link_invalid', 'the link was used, or its time is over');
  forgetCredentials(db);
  return begun;
}
