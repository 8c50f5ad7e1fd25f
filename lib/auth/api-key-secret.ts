import { randomInt } from 'node:crypto';
import { hashOf, newSecret } from './secrets.ts';

const prefixLength = 8;
const withPrefix = /^(tenko_[0-9a-z]{8})_[\w-]{43}$/;

export interface ApiKeySecret {
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

/** Finds a key's row: by its public prefix or, where it has none, by the start of its hash, which tells nothing of it. */
export function lookupOf(key: string): string {
  return withPrefix.exec(key)?.[1] ?? hashOf(key).slice(0, 16);
}

/** What pages may show of a key; null: it has no public part. */
export function prefixOf(lookup: string): string | null {
  return lookup.startsWith('tenko_') ? lookup : null;
}
