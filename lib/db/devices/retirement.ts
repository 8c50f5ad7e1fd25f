import type { DeviceState } from '#lib/domain/devices/device-state';
import type { EntraProblem } from '#lib/domain/devices/entra-problem';
import type { Verdict } from '#lib/domain/devices/verdict';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { selectState } from './device-columns.ts';

/** A device as lists and pages show it. */
interface DeviceRow extends DeviceState {
  id: string;
  externalId: string;
  feed: string;
  firstCheckInAt: Date;
  lastReportId: string | null;
  lastReportedAt: Date | null;
  failureCode: string | null;
  failureDetail: string | null;
  reportedVersion: number | null;
  reportedVerdict: Verdict | null;
  reportedAt: Date | null;
  reportedMessageId: string | null;
  entraIsCompliant: boolean | null;
  entraIsManaged: boolean | null;
  entraEnabled: boolean | null;
  entraComplianceExpiresAt: Date | null;
  entraReadAt: Date | null;
  entraProblem: EntraProblem | null;
  entraDiffersSince: Date | null;
  driftSince: Date | null;
  driftReportedAt: Date | null;
  entraDeletedAt: Date | null;
  entraDeletionProblem: string | null;
}

const more = Prisma.raw(
  `d.id, d.external_id AS "externalId", d.feed, d.first_check_in_at AS "firstCheckInAt",
  d.last_report_id AS "lastReportId", d.last_reported_at AS "lastReportedAt", d.failure_code AS "failureCode",
  d.failure_detail AS "failureDetail", d.reported_version AS "reportedVersion", d.reported_at AS "reportedAt",
  d.reported_message_id AS "reportedMessageId", d.entra_is_compliant AS "entraIsCompliant",
  d.entra_is_managed AS "entraIsManaged", d.entra_enabled AS "entraEnabled",
  d.entra_compliance_expires_at AS "entraComplianceExpiresAt", d.entra_read_at AS "entraReadAt", d.entra_problem AS "entraProblem",
  d.entra_differs_since AS "entraDiffersSince", d.drift_since AS "driftSince",
  d.drift_reported_at AS "driftReportedAt", d.entra_deleted_at AS "entraDeletedAt",
  d.entra_deletion_problem AS "entraDeletionProblem"`,
);
const selectDeviceRow = Prisma.sql`${more}, ${selectState}`;

export async function findDevice(db: Queryable, id: string): Promise<DeviceRow | null> {
  const rows = await db.$queryRaw<DeviceRow[]>`
    SELECT ${selectDeviceRow} FROM devices d WHERE d.id = ${id}::uuid`;
  return rows[0] ?? null;
}

/**
 * Still retired and confirmed, and no other row under its Azure id is managed: nobody loses what is in use. A device in the
 * channel `tag` is another system's.
 */
export async function mayDeleteFromEntra(db: Queryable, deviceId: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ may: boolean }[]>`
    SELECT management_state = 'retired' AND reported_verdict = 'retired' AND channel <> 'tag' AND NOT EXISTS (
      SELECT 1 FROM devices o WHERE o.azure_device_id = d.azure_device_id AND o.id <> d.id
        AND o.management_state <> 'retired') AS may
    FROM devices d WHERE id = ${deviceId}::uuid`;
  return rows[0]?.may ?? false;
}

/** What became of the deletion of a retired device from Entra. A device that is managed again is left as it is. */
export async function setEntraDeletion(
  db: Queryable,
  deviceId: string,
  { at, problem }: { at: Date | null; problem: string | null },
): Promise<void> {
  publishChange(db, { devices: [deviceId] });
  await db.device.updateMany({
    where: { id: deviceId, managementState: 'retired' },
    data: {
      entraDeletedAt: at,
      entraDeletionProblem: problem,
      ...(at === null
        ? {}
        : {
            entraIsCompliant: null,
            entraIsManaged: null,
            entraEnabled: null,
            entraComplianceExpiresAt: null,
            entraProblem: null,
            entraReadAt: null,
            driftSince: null,
            entraDiffersSince: null,
          }),
    },
  });
}
