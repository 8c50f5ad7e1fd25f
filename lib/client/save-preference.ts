import type { Preferences } from '../contract/preferences.ts';
import { type PreferenceName, preferenceCookie } from '../i18n/preference-cookies.ts';
import { send } from './call.ts';

type Kept = keyof Preferences & PreferenceName;

/** Saves a choice in this browser and for this admin in all others. Null: the browser's setting. */
export function savePreference(name: Kept, value: string | null): void {
  savePreferenceHere(name, value);
  savePreferenceElsewhere(name, value);
}

/** Saves a choice in this browser. */
export function savePreferenceHere(name: PreferenceName, value: string | null): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain HTTP
  document.cookie = preferenceCookie(name, value);
}

/** Saves a choice for this admin in all other browsers. If that fails, the choice still holds here. */
export function savePreferenceElsewhere(name: Kept, value: string | null): void {
  send('PUT /api/v1/preferences', { body: { [name]: value }, keepalive: true });
}

/** Sets the time zone in which the server shows times. */
export function showTimeZone(zone: string): void {
  savePreferenceHere('timeZone', zone);
}
