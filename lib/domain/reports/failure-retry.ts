import { type Trigger, triggers } from './trigger.ts';

/**
 * Why a failed report is tried again when it is: what makes it due; `reporting_off`: whatever is due waits until reporting
 * is on again; `next_change`: no time is set, and the next change that a check-in brings is told; `user_lookup`: Entra is
 * asked for the user again.
 */
export const failureRetries = [...triggers, 'reporting_off', 'next_change', 'user_lookup'] as const;
export type FailureRetry = (typeof failureRetries)[number];

interface DueFacts {
  /** ISO 8601, UTC */
  reportDueAt: string | null;
  dueTrigger: Trigger | null;
  failureCode: string | null;
  /** 1: it waits for its time */
  duePriority: number;
}

/** When a failed report is tried again, and why then. */
export function failureRetryOf(
  { reportDueAt, dueTrigger, failureCode, duePriority }: DueFacts,
  reportingOff: boolean,
): { nextTryAt: string | null; because: FailureRetry } {
  if (reportDueAt === null || dueTrigger === null) return { nextTryAt: null, because: 'next_change' };
  if (reportingOff) return { nextTryAt: null, because: 'reporting_off' };
  const ofUser = failureCode === 'user_not_found' || failureCode === 'user_lookup_refused';
  const asksAgain = ofUser && duePriority === 1 && dueTrigger !== 'resync';
  return { nextTryAt: reportDueAt, because: asksAgain ? 'user_lookup' : dueTrigger };
}
