import type { Database } from '#lib/db/core/database';
import { type Choices, findPreferences, putPreferences } from '#lib/db/people/preferences';
import type { Owner } from '#lib/domain/people/actor';
import type { Preferences } from '../contract/preferences.ts';

/** How the caller wants the console; what was never chosen is left out. */
export async function getPreferences(db: Database, owner: Owner): Promise<Preferences> {
  return findPreferences(db.pool, owner) as Promise<Preferences>;
}

/** Keeps choices of the caller, for any browser; null takes one away. Returns all that are kept then. */
export async function savePreferences(
  db: Database,
  choices: Preferences,
  owner: Owner,
  now: Date,
): Promise<Preferences> {
  const kept = await putPreferences(db.pool, owner, choices as Choices, now);
  return kept as Preferences;
}
