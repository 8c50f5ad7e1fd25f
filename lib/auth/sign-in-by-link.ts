import { recordAudit } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { takeSignInLink } from '../db/sign-in-links.ts';
import { SignInRefused } from '../domain/sign-in-problem.ts';
import { type BegunSession, beginSession, type SignInContext } from './begin-session.ts';
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
    const outcome = await takeSignInLink(tx, hashOf(token), context.now);
    if (outcome === 'used') return beginSession(tx, person, context);
    // A link that once was good is worth a line; anyone can invent one.
    if (outcome === 'over') {
      await recordAudit(tx, {
        actor: { kind: 'admin', name: person.name, requestId: context.requestId },
        action: 'session.refuse',
        target: null,
        details: { by: 'link', problem: 'link_invalid' },
        now: context.now,
      });
    }
    return null;
  });
  if (begun === null) throw new SignInRefused('link_invalid', 'the link was used, or its time is over');
  return begun;
}
