const day = 86_400_000;

/** A device is reported again seven days after its last success, whether or not anything changed. */
export const weeklyIntervalMs = 7 * day;
/** Spreads devices that were reported together, so that a fleet does not come due in one minute. */
export const weeklyJitterMs = day / 4;

/** When the next weekly report is due. `random` in [0, 1). */
export function weeklyDueAt(lastSuccess: Date, random: number): Date {
  return new Date(lastSuccess.getTime() + weeklyIntervalMs + Math.floor(random * weeklyJitterMs));
}
