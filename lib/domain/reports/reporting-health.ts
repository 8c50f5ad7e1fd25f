export const reportingHealths = ['held', 'failing', 'restored', 'quiet', 'healthy'] as const;
/** Whether reporting does what it is for, in one word. */
export type ReportingHealth = (typeof reportingHealths)[number];

/** From this share on, failures are more than single devices that somebody has to put right. */
const manyShare = 0.1;
/** Fewer settled reports say nothing about a share. */
const fewReports = 10;

/**
 * `held`: something keeps reports of all devices from Microsoft; `restored`: some devices wait for a check-in after a restore. The counts are those of the last 24 hours.
 */
export function reportingHealthOf(
  { held, restored }: { held: boolean; restored: boolean },
  day: { successful: number; failed: number },
): ReportingHealth {
  if (held) return 'held';
  const settled = day.successful + day.failed;
  const many = settled >= fewReports ? day.failed >= manyShare * settled : day.successful === 0;
  if (settled > 0 && many) return 'failing';
  if (restored) return 'restored';
  return settled === 0 ? 'quiet' : 'healthy';
}
