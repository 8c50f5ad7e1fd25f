'use client';

import { useFormatter, useLocale, useTimeZone } from 'next-intl';
import { useClock } from './clock.tsx';
import { dateTimeFormat } from './date-time-format.ts';

/** The narrow style misleads: in German, minutes look like meters; in French, past times look like negative numbers. */
const notNarrow = ['de', 'fr'];

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
  const style = notNarrow.includes(locale) ? 'short' : 'narrow';
  return (
    <time dateTime={value} title={`${exact}\n${date.toISOString()}`} suppressHydrationWarning>
      {format.relativeTime(shown, { now, ...(short && { style }) })}
    </time>
  );
}
