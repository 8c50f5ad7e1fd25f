import type { Database } from '#lib/db/core/database';
import { type Choices, putPreferences } from '#lib/db/people/preferences';
import type { Owner } from '#lib/domain/devices/owner';
import type { Preferences } from '../contract/preferences.ts';

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
