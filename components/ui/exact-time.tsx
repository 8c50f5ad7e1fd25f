'use client';

import { useFormatter } from 'next-intl';

/** Date and time in the admin's time zone; UTC on hover. */
export function ExactTime({ value }: { value: string }) {
  const format = useFormatter();
  const date = new Date(value);
  return (
    <time dateTime={value} title={date.toISOString()} className="whitespace-nowrap" suppressHydrationWarning>
      {format.dateTime(date, { dateStyle: 'medium', timeStyle: 'medium' })}
    </time>
  );
}
