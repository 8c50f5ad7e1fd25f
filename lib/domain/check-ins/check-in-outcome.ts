/** What became of a check-in. */
export const checkInOutcomes = ['created', 'changed', 'unchanged', 'stale', 'rejected'] as const;
export type CheckInOutcome = (typeof checkInOutcomes)[number];
