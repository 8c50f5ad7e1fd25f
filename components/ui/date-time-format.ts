const kept = new Map<string, Intl.DateTimeFormat>();
const mostKept = 50;

/**
 * Date and time in `style`. Made once for all requests of the process: ICU takes a third of a millisecond for one, and
 * next-intl keeps its own for one page only.
 */
export function dateTimeFormat(
  locale: string,
  timeZone: string | undefined,
  style: 'long' | 'medium',
): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${style}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= mostKept) kept.clear();
  const made = new Intl.DateTimeFormat(locale, { dateStyle: style, timeStyle: style, timeZone });
  kept.set(key, made);
  return made;
}
