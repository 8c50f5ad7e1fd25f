'use client';

import { useFormatter, useTimeZone } from 'next-intl';

const hourMs = 3_600_000;
/** Between two labels of the axis, in hours. */
const step = 6;

/** Hours in the admin's language and zone: on an axis, and in full. */
export function useHourText() {
  const format = useFormatter();
  const timeZone = useTimeZone() ?? 'UTC';
  const local = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone });
  const hourOfDay = (hour: string) => Number(local.format(new Date(hour)));
  return {
    /** "14:00", and at midnight the day */
    short: (hour: string) =>
      hourOfDay(hour) === 0
        ? format.dateTime(new Date(hour), { month: 'short', day: 'numeric' })
        : format.dateTime(new Date(hour), { hour: 'numeric', minute: '2-digit' }),
    full: (hour: string) => {
      const from = new Date(hour);
      const until = new Date(from.getTime() + hourMs);
      return format.dateTimeRange(from, until, { dateStyle: 'medium', timeStyle: 'short' });
    },
    /** The hours that an axis names */
    ticks: (hours: readonly string[]) => hours.filter((hour) => hourOfDay(hour) % step === 0),
  };
}
