import type { Database } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { azureIdColumns } from './device-columns.ts';
import { startSweep } from './device-sweeps.ts';

const forgotten = Prisma.raw(azureIdColumns.map((column) => `${column} = NULL`).join(', '));

const devicesAtOnce = 5000;

/**
 * Another tenant than before knows nothing of what was reported to the former one: its answers are forgotten, its messages
 * closed, and every device is reported again. Safe to repeat where it was cut short. `prefix`: how a message of the new
 * tenant starts.
 */
export async function forgetFormerTenant(db: Database, prefix: string, now: Date): Promise<void> {
  let last: string | null = '00000000-0000-0000-0000-000000000000';
  while (last !== null) last = await forgetPart(db, last);
  await db.transaction(async (tx) => {
    await tx.$executeRaw`
      WITH closed AS (
        UPDATE uploads SET status = 'failed', settled_at = ${now}, error_code = 'tenant_changed'
        WHERE status IN ('sending', 'sent') AND NOT starts_with(body, ${prefix}) RETURNING id)
      UPDATE reports SET status = 'superseded', settled_at = ${now}
      WHERE status = 'in_progress' AND upload_id IN (SELECT id FROM closed)`;
    await tx.$executeRaw`DELETE FROM entra_users`;
    await tx.connection.update({ where: { id: 1 }, data: { heartbeatAt: null, resyncObeyed: null } });
    await startSweep(tx, 'resync', null, now);
  });
}

/** Returns the last device of the part; null: there was none. */
function forgetPart(db: Database, after: string): Promise<string | null> {
  return db.transaction(async (tx) => {
    const part = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM devices WHERE id > ${after}::uuid ORDER BY id LIMIT ${devicesAtOnce} FOR UPDATE`;
    const ids = part.map(({ id }) => id);
    await tx.$executeRaw`
      UPDATE devices SET azure_compliance_status = NULL, last_report_id = NULL, last_reported_at = NULL,
        failure_code = NULL, failure_detail = NULL, ${forgotten}
      WHERE id = ANY(${ids}::uuid[]) AND (last_report_id IS NOT NULL OR reported_verdict IS NOT NULL OR entra_read_at IS NOT NULL)`;
    await tx.$executeRaw`
      UPDATE azure_ids a SET last_update_time = NULL, last_upload_id = NULL, former_device_id = NULL, withdraw_at = NULL,
        flags_channel = NULL, tagged = false, partner_due_at = NULL, untag_due_at = NULL
      FROM (SELECT k.azure_device_id FROM azure_ids k WHERE k.azure_device_id IN (
          SELECT d.azure_device_id FROM devices d WHERE d.id = ANY(${ids}::uuid[])
          UNION SELECT f.azure_device_id FROM azure_ids f WHERE f.former_device_id = ANY(${ids}::uuid[]))
        ORDER BY k.azure_device_id FOR UPDATE) known
      WHERE a.azure_device_id = known.azure_device_id`;
    publishChange(tx, { devices: 'many', topics: ['connection'] });
    return part.at(-1)?.id ?? null;
  });
}
