import type { Preferences } from '../contract/preferences.ts';
import type { Database } from '../db/database.ts';
import { type Choices, putPreferences } from '../db/preferences.ts';
import type { Actor } from '../domain/actor.ts';
import { preferenceOwner } from '../domain/preference-owner.ts';

/** Keeps choices of the caller, for any browser; null takes one away. Answers all that are kept then. */
export async function savePreferences(
  db: Database,
  choices: Preferences,
  actor: Actor,
  now: Date,
): Promise<Preferences> {
  const kept = await putPreferences(db.pool, preferenceOwner(actor), choices as Choices, now);
  return kept as Preferences;
}
