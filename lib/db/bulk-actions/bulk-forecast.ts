import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';
import type { ForecastFacts } from '#lib/domain/reports/bulk-forecast';
import type { RowReader } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';
import { selectDevicePage } from '../device-list/device-page.ts';

const factColumns = Prisma.raw(
  `d.id, d.verdict, d.management_state AS "managementState", d.azure_device_id AS "azureDeviceId",
  d.client_status_code AS "clientStatusCode", d.reported_verdict AS "reportedVerdict",
  d.azure_id_taken_by AS "azureIdTakenBy", d.channel, d.channel_reason AS "channelReason",
  d.restored_at AS "restoredAt", d.restored_agrees AS "restoredAgrees", d.entra_problem AS "entraProblem"`,
);

/** Of devices that are named, those that exist. */
export async function selectFactsOfNamed(
  db: RowReader,
  deviceIds: readonly string[],
): Promise<ForecastFacts[]> {
  return db.rows<ForecastFacts>(
    Prisma.sql`SELECT ${factColumns} FROM devices d WHERE d.id = ANY(${deviceIds}::uuid[])`,
  );
}

/** Of the first devices that match; the filter's ages are resolved. */
export async function selectFactsOfMatching(
  db: RowReader,
  filter: DeviceCriteria,
  limit: number,
): Promise<ForecastFacts[]> {
  const page = { filter, sort: '-lastCheckInAt', position: null, limit } as const;
  return selectDevicePage<ForecastFacts>(db, page, factColumns);
}
