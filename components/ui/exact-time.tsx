'use client';

import { useLocale, useTimeZone } from 'next-intl';
import { dateTimeFormat } from './date-time-format.ts';

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
