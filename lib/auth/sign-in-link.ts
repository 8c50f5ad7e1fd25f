import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { insertSignInLink, takeSignInLink } from '#lib/db/people/sign-ins';
import { type Role, roles } from '#lib/domain/people/scope';
import { SignInRefused } from '#lib/domain/people/sign-in-problem';
import { forgetCredentials } from './recent-credentials.ts';
import { hashOf, newSecret } from './secrets.ts';
import { type BegunSession, beginSession, type SignInContext } from './session.ts';

const validForMs = 15 * 60_000;

/** A link that signs in once with this role, within 15 minutes. `url`: where Tenko is reached. */
export async function createSignInLink(
  db: Database,
  { url, role = 'admin', now }: { url: string; role?: Role; now: Date },
): Promise<string> {
  const link = { role, secret: newSecret() };
  const expiresAt = new Date(now.getTime() + validForMs);
  const actor = { kind: 'system' as const, name: 'machine', requestId: null };
  await db.transaction(async (tx) => {
    await insertSignInLink(tx, { tokenHash: linkHash(link), createdAt: now, expiresAt });
    await recordAudit(tx, { actor, action: 'sign_in_link.create', target: null, details: { role }, now });
  });
  return `${url}/api/auth/link?token=${role === 'admin' ? '' : `${role}.`}${link.secret}`;
}

interface Link {
  role: Role;
  secret: string;
}

/**
 * The role is part of what is hashed, so nobody can change it in the link. An earlier version, where all links are an
 * admin's, hashes the token as it is: it does not know the other links.
 */
function linkHash({ role, secret }: Link): string {
  return hashOf(role === 'admin' ? secret : `${role} ${secret}`);
}

/** Null: no link has such a token. */
function readToken(token: string): Link | null {
  const [first = '', secret, ...more] = token.split('.');
  if (secret === undefined) return { role: 'admin', secret: first };
  const role = roles.find((one) => one === first && one !== 'admin');
  return role === undefined || more.length > 0 ? null : { role, secret };
}

/** Only a person with access to the machine can create a link: nothing is known of them but the role. */
const personOf = ({ role }: Link) => ({
  name: role,
  username: null,
  roles: [role],
  method: 'link' as const,
  userId: null,
  tenantId: null,
});

/** Signs in by a one-time link. Throws SignInRefused `link_invalid`. */
export async function signInByLink(
  db: Database,
  token: string,
  context: SignInContext,
): Promise<BegunSession> {
  const link = readToken(token);
  const begun = await db.transaction(async (tx) => {
    const isTaken = link !== null && (await takeSignInLink(tx, linkHash(link), context.now));
    return isTaken ? beginSession(tx, personOf(link), context) : null;
  });
  if (begun === null) throw new SignInRefused('link_invalid', 'the link was already used or has expired');
  forgetCredentials(db);
  return begun;
}
