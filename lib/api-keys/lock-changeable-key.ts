import type { Transaction } from '#lib/db/core/prisma';
import { lockApiKey, type StoredApiKey } from '#lib/db/people/api-keys';
import { TenkoError } from '../errors.ts';

/** A key that may be changed here, locked. Throws `not_found`, or `key_managed` for the environment's. */
export async function lockChangeableKey(tx: Transaction, id: string): Promise<StoredApiKey> {
  const row = await lockApiKey(tx, id);
  if (row === null) throw new TenkoError('not_found', `API key ${id} not found.`);
  if (row.managed && row.revokedAt === null) {
    throw new TenkoError('key_managed', 'This key comes from TENKO_BOOTSTRAP_API_KEY. Change it there.');
  }
  return row;
}
