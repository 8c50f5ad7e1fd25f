'use client';

import { useFormatter, useTimeZone } from 'next-intl';

const hourMs = 3_600_000;
/** Hours between two labels of the axis. */
const step = 6;

/** Formats hours in the admin's language and time zone, for an axis and in full. */
export function useHourText() {
  const format = useFormatter();
  const timeZone = useTimeZone() ?? 'UTC';
  const local = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone });
  const hourOfDay = (hour: string) => Number(local.format(new Date(hour)));
  return {
    /** "14:00"; at midnight the day instead */
    short: (hour: string) =>
      hourOfDay(hour) === 0
        ? format.dateTime(new Date(hour), { month: 'short', day: 'numeric' })
        : format.dateTime(new Date(hour), { hour: 'numeric', minute: '2-digit' }),
    full: (hour: string) => {
      const from = new Date(hour);
      const until = new Date(from.getTime() + hourMs);
      return format.dateTimeRange(from, until, { dateStyle: 'medium', timeStyle: 'short' });
    },
    /** The hours that get a label on the axis */
    ticks: (hours: readonly string[]) => hours.filter((hour) => hourOfDay(hour) % step === 0),
  };
}
