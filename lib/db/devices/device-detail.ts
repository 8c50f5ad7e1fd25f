import type { IntakeError, IntakeWarning } from '#lib/domain/check-ins/intake-note';
import type { Ownership } from '#lib/domain/devices/operating-system';
import type { Verdict, Violation } from '#lib/domain/devices/verdict';
import type { Attributes } from '#lib/domain/policies/attribute';
import { rejectionsOfDevice } from '../check-ins/feeds.ts';
import { channelStates } from '../connection/channel-states.ts';
import type { RowReader } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';
import { type DeviceListRow, listColumns } from '../device-list/device-list-row.ts';
import { violationCount } from './device-columns.ts';

/** What the page of a device shows; times are ISO 8601 text in UTC. */
export interface DeviceDetailRow extends DeviceListRow {
  ownership: Ownership | null;
  encrypted: boolean | null;
  passcodeSet: boolean | null;
  compromised: boolean | null;
  userAzureId: string | null;
  verdictSince: string;
  violations: Violation[];
  attributes: Attributes;
  violationCount: number;
  warnings: IntakeWarning[];
  retireAskedAt: string | null;
  retiredAt: string | null;
  firstCheckInAt: string;
  missingSince: string | null;
  duePriority: number;
  failureDetail: string | null;
  reportedAt: string | null;
  reportedMessageId: string | null;
  entraDiffersSince: string | null;
  driftReportedAt: string | null;
  entraDeletionProblem: string | null;
  unhealthy: boolean;
  /** As JSON of PostgreSQL's: the time is text with an offset */
  lastMessage: { reportId: string; messageId: string; sentAt: string } | null;
  /** Of the newest report; as JSON of PostgreSQL's */
  lastReport: { since: string; settledAt: string | null } | null;
  /** The user's object id in Entra; null: it was not looked up, or is not known there */
  lookedUpUserId: string | null;
  /** Ids of other devices */
  sameAzureDeviceId: string[];
  sameSerialNumber: string[];
  /** As JSON of PostgreSQL's */
  rejections: { id: string; at: string; errors: IntakeError[] }[];
  azureIdTakenAt: string | null;
  /** As JSON of PostgreSQL's: times are text with an offset */
  azureIdHolder: { since: string | null; lastCheckInAt: string | null } | null;
  /** Lower-cased names of the device's users whom Entra knows */
  knownUsers: string[];
}

const more = Prisma.raw(
  `d.ownership, d.encrypted, d.passcode_set AS "passcodeSet", d.compromised, d.user_azure_id AS "userAzureId",
  d.verdict_since AS "verdictSince", d.violations, d.attributes, d.warnings, d.retire_asked_at AS "retireAskedAt", d.retired_at AS "retiredAt",
  d.first_check_in_at AS "firstCheckInAt", d.missing_since AS "missingSince", d.due_priority AS "duePriority",
  d.failure_detail AS "failureDetail", d.reported_at AS "reportedAt", d.reported_message_id AS "reportedMessageId",
  d.entra_differs_since AS "entraDiffersSince", d.drift_reported_at AS "driftReportedAt",
  d.entra_deletion_problem AS "entraDeletionProblem",
  (SELECT s.health = 'unhealthy' FROM ${channelStates.sql} s
    WHERE s.name = CASE d.channel WHEN 'none' THEN 'partner' ELSE d.channel END) AS unhealthy`,
);

/** The newest report of device `d` that was sent in a message. */
const lastMessage = Prisma.sql`(
  SELECT jsonb_build_object('reportId', r.id, 'messageId', u.id, 'sentAt', u.sent_at)
  FROM reports r JOIN uploads u ON u.id = r.upload_id
  WHERE r.device_id = d.id AND u.sent_at IS NOT NULL AND r.last_update_time IS NOT NULL AND NOT r.withdrawal AND NOT r.follow_up
  ORDER BY r.created_at DESC, r.id DESC LIMIT 1)`;

/** Since when the newest report of device `d` was due, and when it was settled. */
const lastReport = Prisma.sql`(
  SELECT jsonb_build_object('since', coalesce(r.due_at, r.created_at), 'settledAt', r.settled_at)
  FROM reports r WHERE r.id = d.last_report_id)`;

const lookedUpUserId = Prisma.sql`(
  SELECT u.object_id FROM entra_users u
  WHERE u.object_id IS NOT NULL
    AND u.user_principal_name IN (lower(d.azure_user_principal_name), lower(d.user_principal_name))
  ORDER BY u.user_principal_name = lower(d.azure_user_principal_name) DESC LIMIT 1)`;
/** How the feed that holds the Azure id of device `d` is doing under it; mostly nothing is asked. */
const azureIdHolder = Prisma.sql`CASE WHEN d.azure_id_taken_by IS NOT NULL THEN (
  SELECT jsonb_build_object(
    'since', (SELECT a.claimed_at FROM azure_ids a WHERE a.azure_device_id = d.azure_device_id),
    'lastCheckInAt', (SELECT max(o.last_check_in_at) FROM devices o
      WHERE o.azure_device_id = d.azure_device_id AND o.feed = d.azure_id_taken_by))) END`;

const knownUsers = Prisma.sql`ARRAY(
  SELECT e.user_principal_name FROM entra_users e WHERE e.object_id IS NOT NULL
    AND e.user_principal_name IN (lower(d.user_principal_name), lower(d.azure_user_principal_name)))`;

/** A device with the connection, its last message and who shares its identifiers: one statement, planned once. */
export async function findDeviceDetail(db: RowReader, id: string): Promise<DeviceDetailRow | null> {
  const [row] = await db.rows<DeviceDetailRow>(
    Prisma.sql`SELECT ${listColumns}, ${more}, ${violationCount} AS "violationCount",
        ${lastMessage} AS "lastMessage", ${duplicateColumns},
        ${lastReport} AS "lastReport", ${lookedUpUserId} AS "lookedUpUserId", ${rejectionsOfDevice} AS rejections,
        d.azure_id_taken_at AS "azureIdTakenAt", ${azureIdHolder} AS "azureIdHolder", ${knownUsers} AS "knownUsers"
      FROM devices d WHERE d.id = ${id}::uuid`,
    { prepared: true },
  );
  return row ?? null;
}

export interface DuplicateRow {
  id: string;
  name: string;
  feed: string;
  externalId: string;
  sameSerialNumber: boolean;
  sameAzureDeviceId: boolean;
  verdict: Verdict;
  /** ISO 8601 text in UTC */
  lastCheckInAt: string;
  isReported: boolean;
}

const most = Prisma.raw('20');

/** Other devices with the Azure id or serial number of device `d`. Both ways stop early: many may have the same. */
export const duplicateColumns = Prisma.sql`
  ARRAY(SELECT a.id FROM devices a WHERE a.azure_device_id = d.azure_device_id AND a.id <> d.id LIMIT ${most})
    AS "sameAzureDeviceId",
  ARRAY(SELECT s.id FROM devices s WHERE s.serial_number = d.serial_number AND s.id <> d.id LIMIT ${most})
    AS "sameSerialNumber"`;

/**
 * What is shown of a device's duplicates, the latest check-in first; mostly there are none, and nothing is asked.
 * `isSerial`: its serial number is one, not what a manufacturer writes in place of it.
 */
export async function readDuplicates(
  db: RowReader,
  device: Pick<DeviceDetailRow, 'id' | 'sameAzureDeviceId' | 'sameSerialNumber'>,
  isSerial: boolean,
): Promise<DuplicateRow[]> {
  const ids = [...device.sameAzureDeviceId, ...(isSerial ? device.sameSerialNumber : [])];
  if (ids.length === 0) return [];
  return db.rows<DuplicateRow>(Prisma.sql`
    SELECT o.id, o.name, o.feed, o.external_id AS "externalId", o.verdict, o.last_check_in_at AS "lastCheckInAt",
      coalesce(o.serial_number = d.serial_number AND ${isSerial}::boolean, false) AS "sameSerialNumber",
      coalesce(o.azure_device_id = d.azure_device_id, false) AS "sameAzureDeviceId",
      o.azure_device_id IS NOT NULL AND o.azure_id_taken_by IS NULL AND NOT EXISTS (
        SELECT 1 FROM devices l WHERE l.azure_device_id = o.azure_device_id AND l.feed = o.feed
          AND (l.last_check_in_at, l.id) > (o.last_check_in_at, o.id)) AS "isReported"
    FROM devices d JOIN devices o ON o.id = ANY(${ids}::uuid[])
    WHERE d.id = ${device.id}::uuid ORDER BY o.last_check_in_at DESC, o.id DESC LIMIT ${most}`);
}
