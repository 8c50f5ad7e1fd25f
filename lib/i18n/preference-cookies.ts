/** Cookies in which a browser keeps its admin's choices. No secret among them; scripts set them. */
export const preferenceCookies = {
  locale: 'tenko_locale',
  /** The zone that times are shown in: the chosen one, or the browser's */
  timeZone: 'tenko_time_zone',
  timeZoneChoice: 'tenko_time_zone_choice',
  theme: 'tenko_theme',
  list: 'tenko_list',
} as const;
export type PreferenceName = keyof typeof preferenceCookies;

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system';
}

export function parseTimeZone(value: string | undefined): string {
  return timeZoneOf(value) ?? 'UTC';
}

/** The chosen zone; null: the browser's. */
export function timeZoneOf(value: string | undefined): string | null {
  if (value === undefined || value === '') return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: decodeURIComponent(value) }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

const year = 31_536_000;

/** A choice as a cookie for a year; null takes it away. */
export function preferenceCookie(name: PreferenceName, value: string | null): string {
  const age = value === null ? 0 : year;
  return `${preferenceCookies[name]}=${encodeURIComponent(value ?? '')}; path=/; max-age=${age}; samesite=lax`;
}
