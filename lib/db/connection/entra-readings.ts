import type { Channel } from '#lib/domain/devices/channel';
import type { EntraProblem } from '#lib/domain/devices/entra-problem';
import type { TagState } from '#lib/domain/devices/tag';
import type { Verdict } from '#lib/domain/devices/verdict';
import { lookedUpEach } from '../core/plan-hints.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { canBeReported, maybePutRight } from '../devices/device-columns.ts';

export interface DeviceToRead {
  id: string;
  azureDeviceId: string;
  /** What Microsoft confirmed last; null: nothing yet */
  reportedVerdict: Verdict | null;
  entraDiffersSince: Date | null;
  driftSince: Date | null;
  driftReportedAt: Date | null;
  channel: Channel;
  /** Its object may carry a tag of ours: otherwise a missing one is no difference */
  tagged: boolean;
  verdict: Verdict;
  /** When it came back from a backup, without a later check-in since; null: it did not */
  restoredAt: Date | null;
  /** What Microsoft confirmed last was a tag, and the device has left that channel: nobody told Entra of flags */
  onlyTagged: boolean;
}

/** Of the devices asked for, those that Entra may know. */
export async function findDevicesToRead(db: Queryable, ids: readonly string[]): Promise<DeviceToRead[]> {
  return db.$queryRaw<DeviceToRead[]>`
    SELECT d.id, d.azure_device_id AS "azureDeviceId", d.reported_verdict AS "reportedVerdict",
      d.entra_differs_since AS "entraDiffersSince", d.drift_since AS "driftSince", d.drift_reported_at AS "driftReportedAt",
      d.channel, d.verdict, d.restored_at AS "restoredAt", coalesce(a.tagged, false) AS tagged, d.channel <> 'tag' AND coalesce(u.channel = 'tag', false) AS "onlyTagged"
    FROM unnest(${ids}::uuid[]) asked(id)
    CROSS JOIN LATERAL (SELECT * FROM devices WHERE id = asked.id ${lookedUpEach}) d
    LEFT JOIN LATERAL (SELECT tagged FROM azure_ids WHERE azure_device_id = d.azure_device_id ${lookedUpEach}) a ON true
    LEFT JOIN LATERAL (SELECT channel FROM uploads WHERE id = d.reported_message_id ${lookedUpEach}) u ON true
    WHERE d.azure_device_id IS NOT NULL AND d.entra_deleted_at IS NULL`;
}

export interface EntraReading {
  id: string;
  /** What the reading was compared with: where another one holds by now, it tells nothing */
  azureDeviceId: string;
  reportedVerdict: Verdict | null;
  isCompliant: boolean | null;
  isManaged: boolean | null;
  enabled: boolean | null;
  complianceExpiresAt: Date | null;
  problem: EntraProblem | null;
  differsSince: Date | null;
  driftSince: Date | null;
  /** The channel that it was read for: by another one, other facts count */
  channel: Channel;
  tagState: TagState | null;
  tagValue: string | null;
  tagEvaluated: boolean | null;
  /** The verdict that a restored device has, and whether Entra says the same; null: it was not restored */
  restored: { verdict: Verdict; agrees: boolean } | null;
}

/**
 * Within a transaction: the devices are locked in the order of their ids. One statement writes what Entra answers now,
 * and adds to the history what differs from its last answer; a later expiry alone is no news.
 */
export async function storeEntraReadings(
  db: Queryable,
  readings: readonly EntraReading[],
  now: Date,
): Promise<void> {
  if (readings.length === 0) return;
  const ids = readings.map(({ id }) => id);
  publishChange(db, { devices: ids });
  await db.$queryRaw`SELECT id FROM devices WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  await db.$executeRaw`
    WITH r AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(readings)}::jsonb) AS r(id uuid, "azureDeviceId" uuid,
      "reportedVerdict" verdict, "isCompliant" boolean, "isManaged" boolean, enabled boolean,
      "complianceExpiresAt" timestamptz, problem text,
      "differsSince" timestamptz, "driftSince" timestamptz, channel channel, "tagState" text, "tagValue" text,
      "tagEvaluated" boolean)
    ), written AS (
    UPDATE devices d SET entra_is_compliant = r."isCompliant", entra_is_managed = r."isManaged",
      entra_enabled = r.enabled, entra_compliance_expires_at = r."complianceExpiresAt",
      entra_read_at = ${now}, entra_problem = r.problem,
      entra_trouble_read_at = CASE WHEN r.problem IN ${maybePutRight} THEN ${now}::timestamptz END, entra_differs_since = r."differsSince",
      drift_since = r."driftSince", entra_tag_state = r."tagState", entra_tag_value = r."tagValue",
      entra_tag_evaluated = r."tagEvaluated",
      drift_reported_at = CASE WHEN r."driftSince" IS NULL THEN NULL ELSE d.drift_reported_at END
    FROM r WHERE d.id = r.id AND d.reported_verdict IS NOT DISTINCT FROM r."reportedVerdict" AND d.azure_device_id = r."azureDeviceId"
      AND d.entra_deleted_at IS NULL AND (d.channel = 'tag') = (r.channel = 'tag')
    RETURNING r.*
    )
    INSERT INTO entra_readings (device_id, at, is_compliant, is_managed, enabled, compliance_expires_at, problem,
      reported_verdict, drifting)
    SELECT w.id, ${now}, w."isCompliant", w."isManaged", w.enabled, w."complianceExpiresAt", w.problem,
      w."reportedVerdict", w."driftSince" IS NOT NULL
    FROM written w LEFT JOIN LATERAL (
      SELECT e.* FROM entra_readings e WHERE e.device_id = w.id ORDER BY e.at DESC LIMIT 1) last ON true
    WHERE last.device_id IS NULL OR (last.is_compliant, last.is_managed, last.enabled, last.problem, last.drifting)
      IS DISTINCT FROM (w."isCompliant", w."isManaged", w.enabled, w.problem, w."driftSince" IS NOT NULL)
    ON CONFLICT DO NOTHING`;
}

/** Deletes at most `limit` of Entra's answers before a time; returns how many. */
export async function pruneEntraReadings(db: Queryable, before: Date, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM entra_readings WHERE (device_id, at) IN (
      SELECT device_id, at FROM entra_readings WHERE at < ${before} ORDER BY at LIMIT ${limit})`;
}

/**
 * Makes locked devices that drift due once more, before weekly and resync work: those that can be reported and have
 * not been reported again for this drift. Returns how many.
 */
export async function reportDriftOnce(db: Queryable, ids: readonly string[], now: Date): Promise<number> {
  if (ids.length === 0) return 0;
  return db.$executeRaw`
    UPDATE devices SET report_due_at = ${now}, due_trigger = 'resync', due_priority = 0, drift_reported_at = ${now}
    WHERE id = ANY(${ids}::uuid[]) AND drift_since IS NOT NULL AND drift_reported_at IS NULL
      AND ${canBeReported}
      AND (report_due_at IS NULL OR due_priority = 1)`;
}

/** As the index `devices_entra_expiry_idx` has it: `expired` would take the place of what is wrong, if anything. */
const mayExpire = Prisma.raw(`entra_compliance_expires_at IS NOT NULL AND entra_read_at IS NOT NULL
  AND coalesce(entra_problem, 'not_followed_yet') IN ('not_followed_yet', 'no_state')
  AND (reported_verdict IS DISTINCT FROM 'retired' OR entra_is_compliant)`);

/** Marks at most `limit` devices whose compliance ran out since they were read, found by its time. Returns how many. */
export async function markExpired(db: Queryable, now: Date, limit: number): Promise<number> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM devices WHERE entra_compliance_expires_at <= ${now} AND ${mayExpire} AND channel <> 'tag'
    ORDER BY entra_compliance_expires_at LIMIT ${limit}`;
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  // Locked in the order of ids, as everywhere; what was read meanwhile is left as it is.
  await db.$queryRaw`SELECT id FROM devices WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  publishChange(db, { devices: ids });
  return db.$executeRaw`
    WITH marked AS (
      UPDATE devices SET entra_problem = 'expired', entra_trouble_read_at = entra_read_at
      WHERE id = ANY(${ids}::uuid[]) AND entra_compliance_expires_at <= ${now} AND ${mayExpire} AND channel <> 'tag'
      RETURNING *)
    INSERT INTO entra_readings (device_id, at, is_compliant, is_managed, enabled, compliance_expires_at, problem,
      reported_verdict, drifting)
    SELECT id, ${now}, entra_is_compliant, entra_is_managed, entra_enabled, entra_compliance_expires_at, entra_problem,
      reported_verdict, drift_since IS NOT NULL
    FROM marked ON CONFLICT DO NOTHING`;
}
