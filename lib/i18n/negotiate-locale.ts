import { defaultLocale, isLocale, type Locale, locales } from './locales.ts';

/** The chosen language, else the best for an Accept-Language header. */
export function localeFor(chosen: string | undefined, acceptLanguage: string | null): Locale {
  return isLocale(chosen) ? chosen : negotiateLocale(acceptLanguage);
}

/** The best of our locales for an Accept-Language header; a region or script falls back to its language. */
export function negotiateLocale(acceptLanguage: string | null): Locale {
  for (const tag of preferredTags(acceptLanguage ?? '')) {
    const found = locales.find((locale) => covers(tag, locale));
    if (found) return found;
  }
  return defaultLocale;
}

function preferredTags(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { tag, quality: quality ? Number(quality.trim().slice(2)) : 1 };
    })
    .filter(({ tag, quality }) => tag !== '' && tag !== '*' && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

/** `zh-TW` is `zh-Hant-TW`: the likely script distinguishes the two Chinese languages. */
function covers(tag: string, locale: Locale): boolean {
  try {
    const wanted = new Intl.Locale(tag).maximize();
    const ours = new Intl.Locale(locale).maximize();
    return wanted.language === ours.language && wanted.script === ours.script;
  } catch {
    return false;
  }
}
