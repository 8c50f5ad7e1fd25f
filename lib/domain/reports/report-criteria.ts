import type { Verdict } from '../devices/verdict.ts';
import type { ReportStatus } from './report-status.ts';
import type { Trigger } from './trigger.ts';

export const reportSorts = ['-createdAt', 'createdAt'] as const;
export type ReportSort = (typeof reportSorts)[number];

/** Which reports: all that is named must hold, any value of a set. Times are ISO 8601. */
export interface ReportCriteria {
  status?: ReportStatus[] | undefined;
  trigger?: Trigger[] | undefined;
  verdict?: Verdict[] | undefined;
  deviceId?: string | undefined;
  /** At this time or later */
  createdAfter?: string | undefined;
  /** Earlier than this time */
  createdBefore?: string | undefined;
  errorCode?: string | undefined;
  /** Words of a device, or the id of a report, a message or a request to Microsoft */
  q?: string | undefined;
}
