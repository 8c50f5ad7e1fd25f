import { type Trigger, triggers } from './trigger.ts';

const day = 86_400_000;

/** A device is reported again seven days after its last success, whether or not anything changed. */
export const weeklyIntervalMs = 7 * day;
/** Spreads devices that were reported together, so that a fleet does not come due in one minute. */
export const weeklyJitterMs = day / 4;

/**
 * When the next weekly report is due. `random` in [0, 1).
 * A resync reports the whole fleet in one go: the reports after it are spread over the week that follows.
 */
export function weeklyDueAt(lastSuccess: Date, trigger: Trigger, random: number): Date {
  const [least, spread] =
    trigger === 'resync' ? [day, weeklyIntervalMs - day] : [weeklyIntervalMs, weeklyJitterMs];
  return new Date(lastSuccess.getTime() + least + Math.floor(random * spread));
}

/**
 * Why a failed report is tried again when it is: what makes it due; `reporting_off`: whatever is due waits until reporting
 * is on again; `next_change`: no time is set, and the next change of a check-in is reported; `user_lookup`: Entra is
 * asked for the user again.
 */
export const failureRetries = [...triggers, 'reporting_off', 'next_change', 'user_lookup'] as const;
type FailureRetry = (typeof failureRetries)[number];

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
