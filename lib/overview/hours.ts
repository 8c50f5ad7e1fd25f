export const hourMs = 3_600_000;
/** Hours that are told apart, the running one included. */
export const hoursShown = 48;

/** The hour that a moment lies in, or lay in a while before. */
export function hourOf(moment: Date, beforeMs = 0): Date {
  return new Date(Math.floor((moment.getTime() - beforeMs) / hourMs) * hourMs);
}
