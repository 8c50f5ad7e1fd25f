'use client';

import { useFormatter, useLocale, useTimeZone } from 'next-intl';
import { useClock } from './clock.tsx';
import { dateTimeFormat } from './date-time-format.ts';

/** Their narrow style misleads: in German, minutes read as meters; in French, past times as negative numbers. */
const notNarrow = ['de', 'fr'];

interface Props {
  value: string;
  /** A time to come may be shown as such; else a clock that runs ahead shows "now" */
  future?: boolean;
  /** In few letters, for tables */
  short?: boolean;
}

/** "5 minutes ago"; the exact local time and UTC on hover. */
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
