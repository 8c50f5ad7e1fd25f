import type { Database } from '../db/database.ts';
import { insertSignInLink } from '../db/sessions.ts';
import { hashOf, newSecret } from './secrets.ts';

const validForMs = 15 * 60_000;

/** A link that signs in once, within 15 minutes. `url`: where Tenko is reached. */
export async function createSignInLink(
  db: Database,
  { url, now }: { url: string; now: Date },
): Promise<string> {
  const token = newSecret();
  const expiresAt = new Date(now.getTime() + validForMs);
  await insertSignInLink(db.pool, { tokenHash: hashOf(token), createdAt: now, expiresAt });
  return `${url}/api/auth/link?token=${token}`;
}
