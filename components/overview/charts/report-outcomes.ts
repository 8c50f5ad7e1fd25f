import { reportStatusLooks } from '../../marks/status-badges.tsx';

/** What became of a report; `open`: it waits or is in progress. */
export const outcomeLooks = {
  successful: reportStatusLooks.successful,
  failed: reportStatusLooks.failed,
  open: reportStatusLooks.in_progress,
  superseded: reportStatusLooks.superseded,
} as const;
export type Outcome = keyof typeof outcomeLooks;
export const outcomes = Object.keys(outcomeLooks) as Outcome[];
