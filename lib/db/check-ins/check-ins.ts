import type { Change } from '#lib/domain/check-ins/changes-between';
import type { CheckInOrder } from '#lib/domain/check-ins/check-in-order';
import type { DeviceState } from '#lib/domain/devices/device-state';
import type { Verdict } from '#lib/domain/devices/verdict';
import type { Trigger } from '#lib/domain/reports/trigger';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { putSearchTexts } from '../device-list/search-texts.ts';
import {
  azureIdColumns,
  selectState,
  stateAssignments,
  stateColumnList,
  stateRecord,
  stateValues,
} from '../devices/device-columns.ts';
import { putPolicies } from '../devices/device-policies.ts';

const entraForgotten = Prisma.raw(
  azureIdColumns
    .map(
      (column) =>
        `${column} = CASE WHEN d.azure_device_id IS DISTINCT FROM r."azureDeviceId" THEN NULL ELSE d.${column} END`,
    )
    .join(', '),
);

export type KnownDevice = DeviceState & { id: string; externalId: string };

/** Makes sure that the feed exists. */
export async function ensureFeed(db: Queryable, feed: string): Promise<void> {
  await db.$executeRaw`INSERT INTO feeds (name) VALUES (${feed}) ON CONFLICT DO NOTHING`;
}

/**
 * Inserts devices that are not there yet, in the order of their external ids, so that two batches with the
 * same new devices wait for each other and never deadlock. Returns the ids that this call inserted.
 */
export async function insertNewDevices(
  db: Queryable,
  feed: string,
  devices: readonly { id: string; externalId: string; state: DeviceState }[],
): Promise<Set<string>> {
  const rows = devices.map(({ id, externalId, state }) => ({ ...state, id, externalId }));
  const inserted = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO devices (id, feed, external_id, first_check_in_at, ${stateColumnList})
    SELECT r.id, ${feed}, r."externalId", r."lastCheckInAt", ${stateValues}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r(id uuid, "externalId" text, ${stateRecord})
    ORDER BY r."externalId" COLLATE "C"
    ON CONFLICT (feed, external_id) DO NOTHING
    RETURNING id`;
  const made = new Set(inserted.map(({ id }) => id));
  publishChange(db, { devices: [...made] });
  const inserts = devices.filter(({ id }) => made.has(id));
  await putSearchTexts(
    db,
    inserts.map(({ id, externalId, state }) => ({ id, facts: { ...state, externalId } })),
  );
  await putPolicies(
    db,
    inserts.map(({ id, state }) => ({ id, before: null, after: state })),
  );
  return made;
}

export async function findExternalIds(
  db: Queryable,
  feed: string,
  externalIds: readonly string[],
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ externalId: string }[]>`
    SELECT external_id AS "externalId" FROM devices WHERE feed = ${feed} AND external_id = ANY(${externalIds})`;
  return new Set(rows.map((row) => row.externalId));
}

/** Locks devices in the order of their ids: the order in which every transaction of Tenko's locks devices. */
export async function lockDevicesByExternalId(
  db: Queryable,
  feed: string,
  externalIds: readonly string[],
): Promise<KnownDevice[]> {
  return db.$queryRaw<KnownDevice[]>`
    SELECT d.id, d.external_id AS "externalId", ${selectState}
    FROM devices d WHERE d.feed = ${feed} AND d.external_id = ANY(${externalIds})
    ORDER BY d.id FOR UPDATE`;
}

/** Locks devices by their ids, in the order of these. */
export async function lockDevices(
  db: Queryable,
  ids: readonly string[],
): Promise<(KnownDevice & { feed: string })[]> {
  return db.$queryRaw<(KnownDevice & { feed: string })[]>`
    SELECT d.id, d.external_id AS "externalId", d.feed, ${selectState}
    FROM devices d WHERE d.id = ANY(${ids}::uuid[]) ORDER BY d.id FOR UPDATE`;
}

/**
 * Writes whole states, one statement for all. What Entra said belongs to the Azure id that the device had then;
 * a device that is managed again is no longer deleted.
 */
export async function updateDeviceStates(
  db: Queryable,
  devices: readonly { id: string; state: DeviceState }[],
): Promise<void> {
  if (devices.length === 0) return;
  const rows = devices.map(({ id, state }) => ({ ...state, id }));
  publishChange(db, { devices: rows.map(({ id }) => id) });
  await db.$executeRaw`
    UPDATE devices d SET ${stateAssignments}, ${entraForgotten},
      entra_deleted_at = CASE WHEN r."managementState" = 'managed' THEN NULL ELSE d.entra_deleted_at END,
      entra_deletion_problem = CASE WHEN r."managementState" = 'managed' THEN NULL ELSE d.entra_deletion_problem END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, ${stateRecord})
    WHERE d.id = r.id`;
}

/** Check-ins that changed nothing only move the times. */
export async function touchDevices(
  db: Queryable,
  seen: readonly ({ id: string } & CheckInOrder)[],
): Promise<void> {
  if (seen.length === 0) return;
  publishChange(db, { devices: seen.map(({ id }) => id) });
  await db.$executeRaw`
    UPDATE devices d SET last_check_in_at = r."lastCheckInAt", ordered_at = r."orderedAt", dated_at = r."datedAt"
    FROM jsonb_to_recordset(${JSON.stringify(seen)}::jsonb)
      AS r(id uuid, "lastCheckInAt" timestamptz, "orderedAt" timestamptz, "datedAt" timestamptz)
    WHERE d.id = r.id`;
}

export interface CheckInRecord {
  id: string;
  deviceId: string;
  checkedInAt: Date;
  receivedAt: Date;
  verdict: Verdict;
  /** The verdict before, where this check-in changed it */
  verdictFrom: Verdict | null;
  trigger: Trigger | null;
  changes: Change[];
  /** True: no check-in, but policies that say something else of the device */
  byPolicies: boolean;
}

export async function insertCheckIns(db: Queryable, records: readonly CheckInRecord[]): Promise<void> {
  if (records.length === 0) return;
  await db.$executeRaw`
    INSERT INTO check_ins (id, device_id, checked_in_at, received_at, verdict, verdict_from, trigger,
      changes, by_policies)
    SELECT r.id, r."deviceId", r."checkedInAt", r."receivedAt", r.verdict, r."verdictFrom", r.trigger, r.changes, r."byPolicies"
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS r(
      id uuid, "deviceId" uuid, "checkedInAt" timestamptz, "receivedAt" timestamptz,
      verdict verdict, "verdictFrom" verdict, trigger report_trigger, changes jsonb, "byPolicies" boolean)`;
}

/** Deletes at most `limit` check-ins received before a time; returns how many. */
export async function pruneCheckIns(db: Queryable, before: Date, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM check_ins WHERE id IN (
      SELECT id FROM check_ins WHERE received_at < ${before} ORDER BY received_at LIMIT ${limit})`;
}

/** Ends reports that were asked for and can no longer be sent. */
export async function supersedeQueuedReports(
  db: Queryable,
  deviceIds: readonly string[],
  now: Date,
): Promise<void> {
  if (deviceIds.length === 0) return;
  await db.$executeRaw`
    UPDATE reports SET status = 'superseded', settled_at = ${now}
    WHERE status = 'queued' AND device_id = ANY(${deviceIds}::uuid[])`;
}

const notSoonerThanMinutes = 15;
const notLaterThanMinutes = 60;

/**
 * Makes locked devices due whose last report failed for want of their user: the account may have been made meanwhile, and
 * the device is there. Entra is asked less and less often, as by the timer (`askAgainAt`), but at check-ins each hour at
 * the latest: a new account is found soon.
 */
export async function askForUsersAgain(
  db: Queryable,
  deviceIds: readonly string[],
  now: Date,
): Promise<void> {
  if (deviceIds.length === 0) return;
  await db.$executeRaw`
    UPDATE devices d SET report_due_at = ${now} FROM reports r
    WHERE d.id = ANY(${deviceIds}::uuid[]) AND d.azure_compliance_status = 'failed'
      AND d.failure_code IN ('user_not_found', 'user_lookup_refused') AND d.due_priority = 1 AND d.report_due_at > ${now}
      AND r.id = d.last_report_id AND r.settled_at <= ${now}::timestamptz - make_interval(mins => ${notSoonerThanMinutes}::integer)
      AND coalesce((
        SELECT min(CASE WHEN u.object_id IS NOT NULL THEN u.looked_up_at ELSE u.looked_up_at + least(
          make_interval(mins => ${notLaterThanMinutes}::integer),
          greatest(make_interval(mins => ${notSoonerThanMinutes}::integer), u.looked_up_at - u.unknown_since)) END)
        FROM entra_users u
        WHERE u.user_principal_name IN (lower(d.user_principal_name), lower(d.azure_user_principal_name))
      ), r.settled_at) <= ${now}`;
}
