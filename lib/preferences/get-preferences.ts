import type { Preferences } from '../contract/preferences.ts';
import type { Database } from '../db/database.ts';
import { findPreferences } from '../db/preferences.ts';
import type { Actor } from '../domain/actor.ts';
import { preferenceOwner } from '../domain/preference-owner.ts';

/** How the caller wants the console; what was never chosen is left out. */
export async function getPreferences(db: Database, actor: Actor): Promise<Preferences> {
  return findPreferences(db.pool, preferenceOwner(actor)) as Promise<Preferences>;
}
