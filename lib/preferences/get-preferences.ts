import type { Preferences } from '../contract/preferences.ts';
import type { Database } from '../db/database.ts';
import { findPreferences } from '../db/preferences.ts';
import type { Owner } from '../domain/owner.ts';

/** How the caller wants the console; what was never chosen is left out. */
export async function getPreferences(db: Database, owner: Owner): Promise<Preferences> {
  return findPreferences(db.pool, owner) as Promise<Preferences>;
}
