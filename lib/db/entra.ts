import type { EntraProblem } from '../domain/drift.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Queryable } from './database.ts';

/** Object ids of users that were looked up since a time; null: Entra did not know the user. */
export async function findEntraUsers(
  db: Queryable,
  principalNames: readonly string[],
  since: Date,
): Promise<Map<string, string | null>> {
  const rows = await db.entraUser.findMany({
    where: { userPrincipalName: { in: [...principalNames] }, lookedUpAt: { gte: since } },
  });
  return new Map(rows.map((row) => [row.userPrincipalName, row.objectId]));
}

export async function storeEntraUsers(db: Queryable, users: ReadonlyMap<string, string | null>, now: Date) {
  if (users.size === 0) return;
  const rows = [...users].map(([upn, objectId]) => ({ upn, objectId }));
  await db.$executeRaw`
    INSERT INTO entra_users (user_principal_name, object_id, looked_up_at)
    SELECT r.upn, r."objectId", ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(upn text, "objectId" uuid)
    ORDER BY r.upn
    ON CONFLICT (user_principal_name)
      DO UPDATE SET object_id = excluded.object_id, looked_up_at = excluded.looked_up_at`;
}

export interface DeviceToRead {
  id: string;
  azureDeviceId: string;
  reportedVerdict: Verdict;
  driftSince: Date | null;
}

/** Devices of a message that Microsoft has confirmed. */
export async function findDevicesToRead(db: Queryable, uploadId: string): Promise<DeviceToRead[]> {
  return db.$queryRaw<DeviceToRead[]>`
    SELECT d.id, d.azure_device_id AS "azureDeviceId", d.reported_verdict AS "reportedVerdict",
      d.drift_since AS "driftSince"
    FROM reports r JOIN devices d ON d.id = r.device_id
    WHERE r.upload_id = ${uploadId}::uuid AND r.status = 'successful' AND d.last_report_id = r.id
      AND d.azure_device_id IS NOT NULL AND d.reported_verdict IS NOT NULL
    ORDER BY d.id`;
}

export interface EntraReading {
  id: string;
  /** The verdict the reading was compared with: where a newer one was confirmed meanwhile, it tells nothing */
  reportedVerdict: Verdict;
  isCompliant: boolean | null;
  isManaged: boolean | null;
  problem: EntraProblem | null;
  driftSince: Date | null;
}

/** Within a transaction: the devices are locked in the order of their ids. */
export async function storeEntraReadings(
  db: Queryable,
  readings: readonly EntraReading[],
  now: Date,
): Promise<void> {
  if (readings.length === 0) return;
  const ids = readings.map(({ id }) => id);
  await db.$queryRaw`SELECT id FROM devices WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  await db.$executeRaw`
    UPDATE devices d SET entra_is_compliant = r."isCompliant", entra_is_managed = r."isManaged",
      entra_read_at = ${now}, entra_problem = r.problem, drift_since = r."driftSince"
    FROM jsonb_to_recordset(${JSON.stringify(readings)}::jsonb) AS r(id uuid,
      "reportedVerdict" verdict, "isCompliant" boolean, "isManaged" boolean, problem text,
      "driftSince" timestamptz)
    WHERE d.id = r.id AND d.reported_verdict = r."reportedVerdict"`;
}
