import type { Change } from '#lib/domain/check-ins/changes-between';
import type { Person } from '#lib/domain/people/person';
import type { RowReader } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';
import { textLike } from '../device-list/device-filter.ts';
import { patternsOf } from './personal-rows.ts';

/** Whose a device is. */
export interface DeviceUser {
  id: string;
  userPrincipalName: string | null;
  azureUserPrincipalName: string | null;
  userAzureId: string | null;
  userDisplayName: string | null;
  managed: boolean;
}

const columns = Prisma.raw(`d.id, d.user_principal_name AS "userPrincipalName",
  d.azure_user_principal_name AS "azureUserPrincipalName", d.user_azure_id AS "userAzureId",
  d.user_display_name AS "userDisplayName", d.management_state <> 'retired' AS managed`);
const atOnce = 10_000;

/** The devices of a principal name, by the index of searches. */
export async function findDevicesOf(db: RowReader, principalName: string): Promise<DeviceUser[]> {
  return db.rows<DeviceUser>(Prisma.sql`
    SELECT ${columns} FROM device_search s JOIN devices d ON d.id = s.device_id
    WHERE ${textLike({ q: principalName }, 's')} AND (${belongsTo([principalName], [])})`);
}

/** One part of all devices: the ids of users have no index, which would cost every report. */
export async function readDevicesOf(
  db: RowReader,
  { principalNames, azureUserIds }: Person,
  after: string | null,
): Promise<{ devices: DeviceUser[]; next: string | null }> {
  const beyond = after === null ? Prisma.sql`true` : Prisma.sql`d.id > ${after}::uuid`;
  const [end] = await db.rows<{ id: string }>(Prisma.sql`
    SELECT d.id FROM devices d WHERE ${beyond} ORDER BY d.id OFFSET ${atOnce - 1}::integer LIMIT 1`);
  const within = end === undefined ? beyond : Prisma.sql`${beyond} AND d.id <= ${end.id}::uuid`;
  const devices = await db.rows<DeviceUser>(Prisma.sql`
    SELECT ${columns} FROM devices d WHERE ${within} AND (${belongsTo(principalNames, azureUserIds)})`);
  return { devices, next: end?.id ?? null };
}

function belongsTo(principalNames: readonly string[], azureUserIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`lower(d.user_principal_name) = ANY(${principalNames})
    OR lower(d.azure_user_principal_name) = ANY(${principalNames})
    OR d.user_azure_id = ANY(${azureUserIds}::text[]::uuid[])`;
}

/** Who signs in, or was looked up, under these names and ids. */
export async function findKnownUsers(
  db: RowReader,
  { principalNames, azureUserIds }: Person,
): Promise<{ principalName: string | null; azureUserId: string | null; displayName: string | null }[]> {
  return db.rows(Prisma.sql`
    SELECT user_principal_name AS "principalName", object_id::text AS "azureUserId", NULL AS "displayName"
    FROM entra_users
    WHERE user_principal_name = ANY(${principalNames}) OR object_id = ANY(${azureUserIds}::text[]::uuid[])
    UNION
    SELECT username, user_id, name FROM sessions
    WHERE lower(username) = ANY(${principalNames}) OR lower(user_id) = ANY(${azureUserIds})`);
}

/** A check-in that changed something, or started something. */
export interface ChangingCheckIn {
  id: string;
  deviceId: string;
  checkedInAt: string;
  changes: Change[];
}

type Place = Pick<ChangingCheckIn, 'deviceId' | 'checkedInAt' | 'id'>;
const checkInColumns = Prisma.raw(
  'c.id, c.device_id AS "deviceId", c.checked_in_at AS "checkedInAt", c.changes',
);
// As the index says it that leaves out the many check-ins without a change.
const notable = Prisma.raw(
  `(c.changes <> '[]'::jsonb OR c.trigger IS NOT NULL OR c.verdict_from IS NOT NULL)`,
);
const order = Prisma.raw('c.device_id, c.checked_in_at, c.id');

/** One part of all check-ins that changed something, by their index: those whose changes name the person. */
export async function readNamingCheckIns(
  db: RowReader,
  { principalNames, azureUserIds }: Person,
  after: Place | null,
): Promise<{ checkIns: ChangingCheckIn[]; next: Place | null }> {
  const beyond = after === null ? Prisma.sql`true` : Prisma.sql`(${order}) > ${keyOf(after)}`;
  const [end] = await db.rows<Place>(Prisma.sql`
    SELECT c.id, c.device_id AS "deviceId", c.checked_in_at AS "checkedInAt" FROM check_ins c
    WHERE ${notable} AND ${beyond}
    ORDER BY ${order} OFFSET ${atOnce - 1}::integer LIMIT 1`);
  const within = end === undefined ? beyond : Prisma.sql`${beyond} AND (${order}) <= ${keyOf(end)}`;
  const checkIns = await db.rows<ChangingCheckIn>(Prisma.sql`
    SELECT ${checkInColumns} FROM check_ins c
    WHERE ${notable} AND ${within} AND c.changes::text ILIKE ANY(${patternsOf([...principalNames, ...azureUserIds])})`);
  return { checkIns, next: end ?? null };
}

/** All check-ins of a device that changed something, the oldest first. */
export async function readChangesOf(db: RowReader, deviceId: string): Promise<ChangingCheckIn[]> {
  return db.rows<ChangingCheckIn>(Prisma.sql`
    SELECT ${checkInColumns} FROM check_ins c
    WHERE ${notable} AND c.device_id = ${deviceId}::uuid AND c.changes <> '[]' ORDER BY ${order}`);
}

function keyOf({ deviceId, checkedInAt, id }: Place): Prisma.Sql {
  return Prisma.sql`(${deviceId}::uuid, ${checkedInAt}::timestamptz, ${id}::uuid)`;
}
