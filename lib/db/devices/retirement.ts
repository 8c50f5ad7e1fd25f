import type { Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

/** Still retired and confirmed, and no other row under its Azure id is managed: nobody loses what is in use. */
export async function mayDeleteFromEntra(db: Queryable, deviceId: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ may: boolean }[]>`
    SELECT management_state = 'retired' AND reported_verdict = 'retired' AND NOT EXISTS (
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
