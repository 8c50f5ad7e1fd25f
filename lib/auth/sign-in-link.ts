import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { insertSignInLink, takeSignInLink } from '#lib/db/people/sign-ins';
import { SignInRefused } from '#lib/domain/people/sign-in-problem';
import { forgetCredentials } from './recent-credentials.ts';
import { hashOf, newSecret } from './secrets.ts';
import { type BegunSession, beginSession, type SignInContext } from './session.ts';

const validForMs = 15 * 60_000;

/** A link that signs in once as an admin, within 15 minutes. `url`: where Tenko is reached. */
export async function createSignInLink(
  db: Database,
  { url, now }: { url: string; now: Date },
): Promise<string> {
  const token = newSecret();
  const expiresAt = new Date(now.getTime() + validForMs);
  const actor = { kind: 'system' as const, name: 'machine', requestId: null };
  await db.transaction(async (tx) => {
    await insertSignInLink(tx, { tokenHash: hashOf(token), createdAt: now, expiresAt });
    await recordAudit(tx, { actor, action: 'sign_in_link.create', target: null, now });
  });
  return `${url}/api/auth/link?token=${token}`;
}

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
