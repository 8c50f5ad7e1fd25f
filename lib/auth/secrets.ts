import { hash, hkdfSync, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
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

const prefixLength = 8;
const withPrefix = /^(tenko_[0-9a-z]{8})_[\w-]{43}$/;

interface ApiKeySecret {
  /** Told once and never stored */
  key: string;
  lookup: string;
  hash: string;
}

/** A key such as `tenko_ab12cd34_…`: a prefix that may be seen, and 256 random bits. */
export function newApiKey(): ApiKeySecret {
  const prefix = randomInt(36 ** prefixLength)
    .toString(36)
    .padStart(prefixLength, '0');
  const key = `tenko_${prefix}_${newSecret()}`;
  return { key, lookup: lookupOf(key), hash: hashOf(key) };
}

/** Finds a key's row: by its public prefix or, where it has none, by the start of its hash, which reveals nothing of it. */
export function lookupOf(key: string): string {
  return withPrefix.exec(key)?.[1] ?? hashOf(key).slice(0, 16);
}

/** What pages may show of a key; null: it has no public part. */
export function prefixOf(lookup: string): string | null {
  return lookup.startsWith('tenko_') ? lookup : null;
}
