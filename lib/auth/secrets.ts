import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

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
