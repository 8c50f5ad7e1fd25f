import { TenkoError } from '../errors.ts';

interface Saved {
  version: number;
  savedAt: Date;
  savedBy: string;
}

/**
 * Throws `changed_meanwhile` where another version is stored than the one that was edited; `expected` undefined: any may be.
 * `what`: "policy" or "version list", for the message.
 */
export function requireVersion(
  what: 'policy' | 'version list',
  { version, savedAt, savedBy }: Saved,
  expected: number | undefined,
): void {
  if (expected === undefined || version === expected) return;
  throw new TenkoError(
    'changed_meanwhile',
    `The ${what} is at version ${version}, saved by ${savedBy} at ${savedAt.toISOString()}, and not at ${expected}.`,
    { current: { version, savedAt: savedAt.toISOString(), savedBy } },
  );
}
