import { isLocale, type Locale } from '../i18n/locales.ts';

const key = 'tenko:user-text-locale';

/** The language last used in this browser for mails to users, or else the admin's own. */
export function userTextLocale(own: Locale): Locale {
  const kept = window.localStorage.getItem(key) ?? undefined;
  return isLocale(kept) ? kept : own;
}

export function keepUserTextLocale(locale: Locale): void {
  window.localStorage.setItem(key, locale);
}
