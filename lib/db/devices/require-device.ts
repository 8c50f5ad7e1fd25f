import { TenkoError } from '#lib/errors';
import type { Database } from '../core/database.ts';

/** Throws `not_found` where there is no such device: an empty history would hide a wrong id. */
export async function requireDevice(db: Database, id: string): Promise<void> {
  const found = await db.pool.device.findUnique({ where: { id }, select: { id: true } });
  if (found === null) throw new TenkoError('not_found', `There is no device ${id}.`);
}
