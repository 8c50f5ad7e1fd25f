'use client';

import { useFormatter, useLocale, useTimeZone } from 'next-intl';
import { useClock } from './clock.tsx';

/**
 * The narrow style misleads in German, where minutes look like meters, and in French, where past times look like negative
 * numbers. In Japanese it lacks the space that all other figures have.
 */
const notNarrow = ['de', 'fr', 'ja'];

const longestShort = 30 * 24 * 3600_000;

/** How long a relative time may be in a table. Months are written out: in Spanish and French, "3 m" could be minutes. */
export function relativeStyle(locale: string, ageMs: number): 'long' | 'short' | 'narrow' {
  if (Math.abs(ageMs) >= longestShort) return 'long';
  return notNarrow.includes(locale) ? 'short' : 'narrow';
}

interface Props {
  value: string;
  /** Allow times in the future; otherwise a clock that is ahead shows "now" */
  future?: boolean;
  /** Abbreviated, for tables */
  short?: boolean;
}

/** "5 minutes ago", with the exact local time and UTC on hover. */
export function RelativeTime({ value, future = false, short = false }: Props) {
  const format = useFormatter();
  const now = useClock();
  const date = new Date(value);
  const shown = future ? date : new Date(Math.min(date.getTime(), now));
  const locale = useLocale();
  const exact = dateTimeFormat(locale, useTimeZone(), 'long').format(date);
  const style = relativeStyle(locale, now - date.getTime());
  return (
    <time dateTime={value} title={`${exact}\n${date.toISOString()}`} suppressHydrationWarning>
      {format.relativeTime(shown, { now, ...(short && { style }) })}
    </time>
  );
}

/** Date and time in the admin's time zone; UTC on hover. */
export function ExactTime({ value }: { value: string }) {
  const format = dateTimeFormat(useLocale(), useTimeZone(), 'medium');
  const date = new Date(value);
  return (
    <time dateTime={value} title={date.toISOString()} className="whitespace-nowrap" suppressHydrationWarning>
      {format.format(date)}
    </time>
  );
}

const kept = new Map<string, Intl.DateTimeFormat>();
const mostKept = 50;

/**
 * Returns the format for date and time in `style`. Cached for the whole process: creating one takes a third of a
 * millisecond, and next-intl caches its own only for one page.
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
