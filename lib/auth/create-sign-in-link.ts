import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { insertSignInLink } from '#lib/db/people/sign-ins';
import { hashOf, newSecret } from './secrets.ts';

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
