import type { AzureComplianceStatus } from '../reports/report-status.ts';
import { type ObstacleFacts, obstacleOf, obstacles } from './obstacle.ts';

/** Why the report time is blank, for one device. */
export const blankReasons = ['reporting_off', 'queued', 'failed', ...obstacles] as const;
export type BlankReason = (typeof blankReasons)[number];

export interface BlankFacts extends ObstacleFacts {
  lastReportedAt: Date | string | null;
  azureComplianceStatus: AzureComplianceStatus | null;
  reportDueAt: Date | string | null;
}

/**
 * The one reason that holds for this device; null: the time is not blank.
 * What only this device can change comes before what holds for the whole fleet: switching reporting on would not help it.
 */
export function reportTimeBlankReason(device: BlankFacts, reportingOff: boolean): BlankReason | null {
  if (device.lastReportedAt !== null) return null;
  const obstacle = obstacleOf(device);
  if (obstacle !== null) return obstacle;
  if (device.azureComplianceStatus === 'failed') return 'failed';
  return reportingOff ? 'reporting_off' : 'queued';
}
