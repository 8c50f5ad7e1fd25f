import { hkdfSync } from 'node:crypto';
import type { AttemptSecrets } from '#lib/domain/people/entra-sign-in';

/** All secrets of an attempt come from the one in the browser's cookie: the database needs to keep none of them. */
export function attemptSecrets(secret: string): AttemptSecrets {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, '', `tenko sign-in ${purpose}`, 32)).toString('base64url');
  return { state: derive('state'), nonce: derive('nonce'), verifier: derive('verifier') };
}
