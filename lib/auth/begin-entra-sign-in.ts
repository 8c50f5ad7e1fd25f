import type { Database } from '#lib/db/core/database';
import { insertSignInAttempt } from '#lib/db/people/sign-ins';
import type { EntraSignIn } from '#lib/domain/people/entra-sign-in';
import { returnPath } from '#lib/domain/people/return-path';
import { attemptSecrets, hashOf, newSecret } from './secrets.ts';

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
