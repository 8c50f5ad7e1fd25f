import { preferenceCookies } from './preferences.ts';

const year = 31_536_000;

/** Keeps a choice in this browser for a year. */
export function savePreference(name: keyof typeof preferenceCookies, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain HTTP
  document.cookie = `${preferenceCookies[name]}=${encodeURIComponent(value)}; path=/; max-age=${year}; samesite=lax`;
}
