/** Cookies in which a browser keeps its admin's choices. No secret among them; scripts set them. */
export const preferenceCookies = {
  locale: 'tenko_locale',
  timeZone: 'tenko_time_zone',
  theme: 'tenko_theme',
  list: 'tenko_list',
} as const;

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system';
}

export function parseTimeZone(value: string | undefined): string {
  if (value === undefined) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: decodeURIComponent(value) }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
