import type { Trigger } from './trigger.ts';

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
