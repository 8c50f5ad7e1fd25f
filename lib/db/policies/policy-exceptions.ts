import type { ExceptionStep } from '#lib/domain/devices/timeline';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

export interface NewException {
  id: string;
  policyId: string;
  deviceId: string | null;
  userPrincipalName: string | null;
  view: { id: string; name: string } | null;
  until: Date;
  reason: string;
  createdAt: Date;
  createdBy: string;
}

export interface ExceptionListRow extends Omit<NewException, 'view'> {
  policy: string;
  deviceName: string | null;
  viewId: string | null;
  viewName: string | null;
  devices: number | null;
}

/** `matching`: the condition on devices `d` that are in the view; null: the exception is not for a view. */
export async function insertException(
  db: Queryable,
  exception: NewException,
  matching: Prisma.Sql | null,
): Promise<void> {
  const { id, policyId, deviceId, userPrincipalName, view, until, reason, createdAt, createdBy } = exception;
  publishChange(db, { topics: ['policies'] });
  await db.policyException.create({
    data: {
      id,
      policyId,
      deviceId,
      userPrincipalName,
      viewId: view?.id ?? null,
      viewName: view?.name ?? null,
      until,
      reason,
      createdAt,
      createdBy,
    },
  });
  const devices = matching ?? (deviceId === null ? null : Prisma.sql`d.id = ${deviceId}::uuid`);
  if (devices === null) return;
  await db.$executeRaw`
    INSERT INTO policy_exception_devices (device_id, exception_id) SELECT d.id, ${id}::uuid FROM devices d WHERE ${devices}`;
}

const columns = Prisma.sql`
  e.id, e.policy_id AS "policyId", p.name AS policy, e.device_id AS "deviceId", d.name AS "deviceName",
  e.user_principal_name AS "userPrincipalName", e.view_id AS "viewId", e.view_name AS "viewName", e.until, e.reason,
  e.created_at AS "createdAt", e.created_by AS "createdBy",
  CASE WHEN e.view_id IS NOT NULL THEN
    (SELECT count(*) FROM policy_exception_devices x WHERE x.exception_id = e.id)::integer END AS devices`;
const from = Prisma.sql`policy_exceptions e JOIN policies p ON p.id = e.policy_id LEFT JOIN devices d ON d.id = e.device_id`;

export interface ExceptionPosition {
  until: Date;
  id: string;
}

/** Exceptions that have not ended, or (`ended`) those that have, by their end. Of deleted policies: none. */
export async function selectExceptions(
  db: Queryable,
  {
    policyId,
    deviceId,
    ended,
    after,
    limit,
    now,
  }: {
    policyId?: string | undefined;
    deviceId?: string | undefined;
    ended: boolean;
    after: ExceptionPosition | null;
    limit: number;
    now: Date;
  },
): Promise<ExceptionListRow[]> {
  const wanted = [
    Prisma.sql`p.deleted_at IS NULL`,
    ended ? Prisma.sql`e.until <= ${now}` : Prisma.sql`e.until > ${now}`,
    ...(policyId === undefined ? [] : [Prisma.sql`e.policy_id = ${policyId}::uuid`]),
    ...(deviceId === undefined ? [] : [ofDevice(deviceId)]),
    ...(after === null
      ? []
      : [
          ended
            ? Prisma.sql`(e.until, e.id) < (${after.until}, ${after.id}::uuid)`
            : Prisma.sql`(e.until, e.id) > (${after.until}, ${after.id}::uuid)`,
        ]),
  ];
  const order = ended ? Prisma.sql`e.until DESC, e.id DESC` : Prisma.sql`e.until, e.id`;
  return db.$queryRaw<ExceptionListRow[]>`
    SELECT ${columns} FROM ${from} WHERE ${Prisma.join(wanted, ' AND ')} ORDER BY ${order} LIMIT ${limit}`;
}

/** Those that name the device, had it in their view, or are for its user. */
function ofDevice(deviceId: string): Prisma.Sql {
  return Prisma.sql`e.id IN (
    SELECT x.exception_id FROM policy_exception_devices x WHERE x.device_id = ${deviceId}::uuid
    UNION SELECT u.id FROM policy_exceptions u
    WHERE u.user_principal_name = (SELECT lower(o.user_principal_name) FROM devices o WHERE o.id = ${deviceId}::uuid))`;
}

export interface ExceptionStepRow {
  id: string;
  at: Date;
  step: ExceptionStep;
  policyId: string;
  policy: string;
  until: Date;
  reason: string;
  createdBy: string;
}

/** When a device got exceptions, and when these ended by `now`, since its first check-in, newest first. */
export async function selectExceptionSteps(
  db: Queryable,
  deviceId: string,
  after: { at: Date; id: string } | null,
  { limit, now }: { limit: number; now: Date },
): Promise<ExceptionStepRow[]> {
  const start =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (s.at, e.id) < (${after.at}::timestamptz, ${after.id}::uuid)`;
  return db.$queryRaw<ExceptionStepRow[]>`
    SELECT e.id, s.at, s.step, e.policy_id AS "policyId", p.name AS policy, e.until, e.reason, e.created_by AS "createdBy"
    FROM ${from} CROSS JOIN LATERAL (VALUES ('given', e.created_at), ('ended', e.until)) s(step, at)
    WHERE ${ofDevice(deviceId)} AND s.at <= ${now} ${start}
      AND s.at >= (SELECT o.first_check_in_at FROM devices o WHERE o.id = ${deviceId}::uuid)
    ORDER BY s.at DESC, e.id DESC LIMIT ${limit}`;
}

export async function findException(db: Queryable, id: string): Promise<ExceptionListRow | null> {
  const rows = await db.$queryRaw<ExceptionListRow[]>`
    SELECT ${columns} FROM ${from} WHERE e.id = ${id}::uuid AND p.deleted_at IS NULL`;
  return rows[0] ?? null;
}

/** Returns whether it was there. */
export async function deleteException(db: Queryable, id: string): Promise<boolean> {
  publishChange(db, { topics: ['policies'] });
  return (await db.policyException.deleteMany({ where: { id } })).count > 0;
}

export async function deviceExists(db: Queryable, id: string): Promise<boolean> {
  return (await db.device.count({ where: { id } })) > 0;
}
