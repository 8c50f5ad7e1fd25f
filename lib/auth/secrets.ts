import { hash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AttemptSecrets } from '#lib/domain/people/entra-sign-in';

/** A secret of 256 random bits, as text for links, cookies and keys. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Secrets of full entropy are stored as their SHA-256 only. */
export function hashOf(secret: string): string {
  return hash('sha256', secret);
}

/** In constant time. */
export function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** All secrets of an attempt come from the one in the browser's cookie: the database needs to keep none of them. */
export function attemptSecrets(secret: string): AttemptSecrets {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, '', `tenko sign-in ${purpose}`, 32)).toString('base64url');
  return { state: derive('state'), nonce: derive('nonce'), verifier: derive('verifier') };
}
