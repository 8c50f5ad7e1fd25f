import type { Transaction } from '#lib/db/core/prisma';
import { lockApiKey, type StoredApiKey } from '#lib/db/people/api-keys';
import type { Actor } from '#lib/domain/people/actor';
import { allows, type Scope } from '#lib/domain/people/scope';
import { TenkoError } from '../errors.ts';

/** What a new key may do, and until when. */
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

/** A key that may be changed here, locked. Throws `not_found`, or `key_managed` for the environment's. */
export async function lockChangeableKey(tx: Transaction, id: string): Promise<StoredApiKey> {
  const row = await lockApiKey(tx, id);
  if (row === null) throw new TenkoError('not_found', `API key ${id} not found.`);
  if (row.managed && row.revokedAt === null) {
    throw new TenkoError('key_managed', 'This key comes from TENKO_BOOTSTRAP_API_KEY. Change it there.');
  }
  return row;
}
