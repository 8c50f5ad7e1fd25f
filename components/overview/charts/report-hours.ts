'use client';

import { useFormatter, useTimeZone } from 'next-intl';
import { reportStatusLooks } from '#components/marks/status-looks';
import { reportsHref } from '#lib/client/lists/list-links';
import type { ReportStatus } from '#lib/domain/reports/report-status';

/** What became of a report; `open`: it waits or is in progress. */
export const outcomeLooks = {
  successful: reportStatusLooks.successful,
  failed: reportStatusLooks.failed,
  open: reportStatusLooks.in_progress,
  superseded: reportStatusLooks.superseded,
} as const;
export type Outcome = keyof typeof outcomeLooks;
export const outcomes = Object.keys(outcomeLooks) as Outcome[];

const hourMs = 3_600_000;

/** Returns the address of the reports made in an hour, of one outcome or all. */
export function hourFilter(hour: string, outcome?: Outcome): string {
  return reportsHref({
    ...(outcome && { status: statusesOf(outcome) }),
    createdAfter: hour,
    createdBefore: new Date(Date.parse(hour) + hourMs).toISOString(),
  });
}

export function statusesOf(outcome: Outcome): ReportStatus[] {
  return outcome === 'open' ? ['queued', 'in_progress'] : [outcome];
}

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
