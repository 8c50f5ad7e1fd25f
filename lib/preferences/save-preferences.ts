import type { Preferences } from '../contract/preferences.ts';
import type { Database } from '../db/database.ts';
import { type Choices, putPreferences } from '../db/preferences.ts';
import type { Actor } from '../domain/actor.ts';
import { preferenceOwner } from '../domain/preference-owner.ts';
import { TenkoError } from '../errors.ts';

/** Keeps choices of the caller, for any browser. Throws `invalid_input` where a name of a zone or language is none. */
export async function savePreferences(
  db: Database,
  choices: Preferences,
  actor: Actor,
  now: Date,
): Promise<Preferences> {
  refuse(
    'timeZoneChoice',
    choices.timeZoneChoice,
    'must be an IANA time zone, such as Europe/Berlin',
    (zone) => {
      new Intl.DateTimeFormat('en', { timeZone: zone });
    },
  );
  refuse('locale', choices.locale, 'must be a language tag, such as pt-BR', (tag) => {
    new Intl.Locale(tag);
  });
  const kept = await putPreferences(db.pool, preferenceOwner(actor), choices as Choices, now);
  return kept as Preferences;
}

function refuse(
  path: string,
  value: string | null | undefined,
  message: string,
  use: (value: string) => void,
): void {
  if (value === null || value === undefined) return;
  try {
    use(value);
  } catch {
    throw new TenkoError('invalid_input', `${path} ${message}`, {
      errors: [{ path, code: 'invalid_value', message }],
    });
  }
}
