import type { ReportCount } from '#lib/db/reports/report-hours';
import { percentileOf } from '#lib/domain/reports/duration-buckets';
import { triggers } from '#lib/domain/reports/trigger';
import type { OverviewFigures, ReportHourFigures } from '../contract/overview.ts';

export const hourMs = 3_600_000;
/** Hours that are counted separately, the running one included. */
export const hoursShown = 48;

/** The hour that a moment lies in, or lay in a while before. */
export function hourOf(moment: Date, beforeMs = 0): Date {
  return new Date(Math.floor((moment.getTime() - beforeMs) / hourMs) * hourMs);
}

const dayHours = 24;

/** What became of the reports of each hour, and of the last 24 together. Hours without reports are among them. */
export function reportFiguresOf(
  counts: readonly ReportCount[],
  now: Date,
): Pick<OverviewFigures, 'day' | 'hours'> {
  const current = hourOf(now).getTime();
  const hours = Array.from({ length: hoursShown }, (_, index) => {
    const hour = current - (hoursShown - 1 - index) * hourMs;
    return hourFigures(
      new Date(hour),
      counts.filter((count) => count.hour.getTime() === hour),
    );
  });
  const since = new Date(current - (dayHours - 1) * hourMs);
  const ofDay = counts.filter(({ hour }) => hour >= since);
  const byTrigger = triggers.map((trigger) => [trigger, sumOf(ofDay, (count) => count.trigger === trigger)]);
  return {
    hours,
    day: {
      since: since.toISOString(),
      ...tallyOf(ofDay),
      triggers: Object.fromEntries(byTrigger) as OverviewFigures['day']['triggers'],
    },
  };
}

function hourFigures(hour: Date, counts: readonly ReportCount[]): ReportHourFigures {
  return { hour: hour.toISOString(), ...tallyOf(counts) };
}

function tallyOf(counts: readonly ReportCount[]) {
  const measured = counts.filter(({ bucket }) => bucket >= 0);
  return {
    successful: sumOf(counts, ({ status }) => status === 'successful'),
    failed: sumOf(counts, ({ status }) => status === 'failed'),
    superseded: sumOf(counts, ({ status }) => status === 'superseded'),
    open: sumOf(counts, ({ status }) => status === 'queued' || status === 'in_progress'),
    p50Ms: percentileOf(measured, 0.5),
    p95Ms: percentileOf(measured, 0.95),
    measured: sumOf(measured, () => true),
  };
}

function sumOf(counts: readonly ReportCount[], matches: (count: ReportCount) => boolean): number {
  return counts.reduce((sum, count) => sum + (matches(count) ? count.count : 0), 0);
}
