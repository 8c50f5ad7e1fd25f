import type { Preferences } from '../contract/preferences.ts';
import type { Database } from '../db/database.ts';
import { type Choices, putPreferences } from '../db/preferences.ts';
import type { Owner } from '../domain/owner.ts';

/** Keeps choices of the caller, for any browser; null takes one away. Answers all that are kept then. */
export async function savePreferences(
  db: Database,
  choices: Preferences,
  owner: Owner,
  now: Date,
): Promise<Preferences> {
  const kept = await putPreferences(db.pool, owner, choices as Choices, now);
  return kept as Preferences;
}
