import type { Database } from '#lib/db/core/database';
import { findPreferences } from '#lib/db/people/preferences';
import type { Owner } from '#lib/domain/devices/owner';
import type { Preferences } from '../contract/preferences.ts';

/** How the caller wants the console; what was never chosen is left out. */
export async function getPreferences(db: Database, owner: Owner): Promise<Preferences> {
  return findPreferences(db.pool, owner) as Promise<Preferences>;
}
