import { allows, type Scope } from './scope.ts';

export const apiKeyStates = ['active', 'replaced', 'expired', 'revoked'] as const;
/** `replaced`: still valid, while its users change to the key that the rotation created */
export type ApiKeyState = (typeof apiKeyStates)[number];

export interface ApiKeyLife {
  expiresAt: Date | null;
  revokedAt: Date | null;
  replacedBy: string | null;
}

export function apiKeyState({ expiresAt, revokedAt, replacedBy }: ApiKeyLife, now: Date): ApiKeyState {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt !== null && expiresAt <= now) return 'expired';
  return replacedBy === null ? 'active' : 'replaced';
}

export function isValid(state: ApiKeyState): boolean {
  return state === 'active' || state === 'replaced';
}

/** Check-ins name no feed: it is the key's. */
export function needsFeed(scopes: readonly Scope[]): boolean {
  return scopes.includes('check-ins:write');
}

/** A feed is for keys that may check devices in. */
export function mayHaveFeed(scopes: readonly Scope[]): boolean {
  return allows(scopes, 'check-ins:write');
}

/** Until when the key that takes another's place is valid: as long as that one was made for. */
export function nextExpiry(
  { createdAt, expiresAt }: { createdAt: Date; expiresAt: Date | null },
  now: Date,
): Date | null {
  return expiresAt === null ? null : new Date(now.getTime() + (expiresAt.getTime() - createdAt.getTime()));
}

/** Until when a key that is replaced stays valid: never longer than it was. */
export function overlapEnd(expiresAt: Date | null, now: Date, overlapMs: number): Date {
  const end = new Date(now.getTime() + overlapMs);
  return expiresAt !== null && expiresAt < end ? expiresAt : end;
}
