import type { Database } from '../db/database.ts';
import { insertSignInAttempt } from '../db/sign-in-attempts.ts';
import type { EntraSignIn } from '../domain/entra-sign-in.ts';
import { returnPath } from '../domain/return-path.ts';
import { attemptSecrets } from './attempt-secrets.ts';
import { hashOf, newSecret } from './secrets.ts';

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
