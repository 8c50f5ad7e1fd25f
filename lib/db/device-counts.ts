import type { ClientStatusCode } from '../domain/client-status-code.ts';
import type { OperatingSystem } from '../domain/operating-system.ts';
import type { AzureComplianceStatus, ManagementState } from '../domain/report-status.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Queryable, Transaction } from './database.ts';

/** How many devices are alike in all that the overview tells apart. */
export interface DeviceGroup {
  verdict: Verdict;
  azureComplianceStatus: AzureComplianceStatus | null;
  clientStatusCode: ClientStatusCode | null;
  os: OperatingSystem;
  managementState: ManagementState;
  drifted: boolean;
  neverReported: boolean;
  count: number;
}

/** Counting may take its time: check-ins and reports have the other cores to themselves. */
export async function onOneCore(db: Transaction): Promise<void> {
  await db.$queryRaw`SELECT set_config('max_parallel_workers_per_gather', '0', true)`;
}

/** All devices in groups, by one scan. */
export async function countDeviceGroups(db: Queryable): Promise<DeviceGroup[]> {
  return db.$queryRaw<DeviceGroup[]>`
    SELECT verdict, azure_compliance_status AS "azureComplianceStatus", client_status_code AS "clientStatusCode",
      os, management_state AS "managementState", drift_since IS NOT NULL AS drifted,
      last_reported_at IS NULL AS "neverReported", count(*)::integer AS count
    FROM devices GROUP BY 1, 2, 3, 4, 5, 6, 7`;
}

/** Devices whose last report failed, by cause, the most frequent first. */
export async function countFailures(
  db: Queryable,
  limit: number,
): Promise<{ code: string | null; devices: number }[]> {
  return db.$queryRaw<{ code: string | null; devices: number }[]>`
    SELECT failure_code AS code, count(*)::integer AS devices
    FROM devices WHERE azure_compliance_status = 'failed'
    GROUP BY failure_code ORDER BY count(*) DESC, failure_code LIMIT ${limit}`;
}
