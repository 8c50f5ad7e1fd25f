/** For how many days is kept what no setting decides. */
export const fixedRetention = {
  /** Records of rejected check-ins, hourly counts of feeds, and runs of sources */
  intake: 30,
  /** Events of alerts, and settled messages about them */
  alerts: 30,
  /** Look-ups of users. Twice as long as one counts: a user who is still reported was looked up again. */
  lookups: 14,
} as const;

/** For how many days is kept what settings decide. */
export interface RetentionDays {
  checkIns: number;
  reports: number;
  audit: number;
}
