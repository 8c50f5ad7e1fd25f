import type { Actor } from '#lib/domain/people/actor';
import { allows, type Scope } from '#lib/domain/people/scope';
import { TenkoError } from '../errors.ts';

/** What somebody may do who makes a key, and until when. */
export interface Granter {
  actor: Actor;
  scopes: readonly Scope[];
  /** Null: for good */
  endsAt: Date | null;
}

/** Nobody makes a key that may do more, or lasts longer, than they themselves. Throws `not_authorized`. */
export function requireWithinRights(
  granter: Granter,
  key: { scopes: readonly Scope[]; expiresAt: Date | null },
): void {
  const beyond = key.scopes.filter((scope) => !allows(granter.scopes, scope));
  if (beyond.length > 0) {
    throw new TenkoError(
      'not_authorized',
      `You do not have ${beyond.join(', ')} yourself, so you cannot give it to a key.`,
    );
  }
  if (granter.endsAt !== null && (key.expiresAt === null || key.expiresAt > granter.endsAt)) {
    const end = granter.endsAt.toISOString();
    throw new TenkoError(
      'not_authorized',
      `Your own key expires at ${end}. A key that it creates must not expire later.`,
    );
  }
}

/** Throws `invalid_input` where a key would be over before it begins. */
export function requireFuture(expiresAt: Date | null, now: Date): void {
  if (expiresAt === null || expiresAt > now) return;
  refuseField('expiresAt', 'not_in_future', 'must be in the future');
}

export function refuseField(path: string, code: string, message: string): never {
  throw new TenkoError('invalid_input', `${path}: ${message}`, { errors: [{ path, code, message }] });
}
