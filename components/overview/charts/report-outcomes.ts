import { reportStatusLooks } from '#components/marks/status-badges';
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
