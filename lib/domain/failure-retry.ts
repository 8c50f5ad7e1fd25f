import { type Trigger, triggers } from './trigger.ts';

/**
 * Why a failed report is tried again when it is: what makes it due; `reporting_off`: whatever is due waits until reporting
 * is on again; `next_change`: no time is set, and the next change that a check-in brings is told.
 */
export const failureRetries = [...triggers, 'reporting_off', 'next_change'] as const;
export type FailureRetry = (typeof failureRetries)[number];

interface DueFacts {
  /** ISO 8601, UTC */
  reportDueAt: string | null;
  dueTrigger: Trigger | null;
}

/** When a failed report is tried again, and why then. */
export function failureRetryOf(
  { reportDueAt, dueTrigger }: DueFacts,
  reportingOff: boolean,
): { nextTryAt: string | null; because: FailureRetry } {
  if (reportDueAt === null || dueTrigger === null) return { nextTryAt: null, because: 'next_change' };
  return reportingOff
    ? { nextTryAt: null, because: 'reporting_off' }
    : { nextTryAt: reportDueAt, because: dueTrigger };
}
