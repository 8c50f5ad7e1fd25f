import type { Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { whereOf } from '../device-list/device-filter.ts';

export interface UserMailRow {
  enabled: boolean;
  companyName: string;
  helpDesk: string;
  footer: Partial<Record<string, string>>;
  backInOrder: boolean;
  language: string;
  updatedAt: Date;
  updatedBy: string;
  heldUntil: Date | null;
}

/** Null: it was never saved. */
export async function readUserMail(db: Queryable): Promise<UserMailRow | null> {
  const row = await db.userMail.findUnique({ where: { id: 1 } });
  return row === null ? null : { ...row, footer: row.footer as UserMailRow['footer'] };
}

export async function writeUserMail(db: Queryable, row: Omit<UserMailRow, 'heldUntil'>): Promise<void> {
  publishChange(db, { topics: ['alerts'] });
  const data = { ...row, footer: { ...row.footer }, heldUntil: null };
  await db.userMail.upsert({ where: { id: 1 }, create: data, update: data });
}

export async function holdUserMail(db: Queryable, until: Date): Promise<void> {
  await db.$executeRaw`UPDATE user_mail SET held_until = greatest(held_until, ${until}::timestamptz)`;
}

const hasToAct = whereOf({ userHasToAct: true });

/** Users who have something to do, of at most `limit` devices. */
export async function countUsersToMail(db: Queryable, limit: number): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(DISTINCT lower(found.upn))::integer AS count FROM (
      SELECT d.user_principal_name AS upn FROM devices d WHERE ${hasToAct} LIMIT ${limit}) found`;
  return rows[0]?.count ?? 0;
}

/** A device whose user has something to do; null: there is none. */
export async function findDeviceToAct(db: Queryable): Promise<string | null> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM devices d WHERE ${hasToAct} AND d.user_principal_name IS NOT NULL LIMIT 1`;
  return rows[0]?.id ?? null;
}

/** The users of managed devices that have one, in small letters, by the device's id. */
export async function findUsersOf(db: Queryable, deviceIds: readonly string[]): Promise<Map<string, string>> {
  if (deviceIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ id: string; user: string }[]>`
    SELECT id, lower(user_principal_name) AS "user" FROM devices
    WHERE id = ANY(${deviceIds}::uuid[]) AND management_state = 'managed' AND user_principal_name LIKE '%@%'`;
  return new Map(rows.map(({ id, user }) => [id, user]));
}

/** When each of these users was mailed last, or will be, since a time. */
export async function findLastMails(
  db: Queryable,
  users: readonly string[],
  since: Date,
): Promise<Map<string, Date>> {
  if (users.length === 0) return new Map();
  const rows = await db.$queryRaw<{ recipient: string; at: Date }[]>`
    SELECT recipient, max(CASE WHEN state = 'waiting' THEN due_at ELSE coalesce(settled_at, created_at) END) AS at FROM alert_deliveries
    WHERE recipient = ANY(${users}) AND created_at >= ${since} AND state <> 'failed' GROUP BY recipient`;
  return new Map(rows.map(({ recipient, at }) => [recipient, at]));
}

export interface NewUserMail {
  id: string;
  recipient: string;
  eventId: string;
  eventType: string;
  deviceId: string;
  dueAt: Date;
}

/** Of a user whose device is to be told of already, none is added: the mail says what holds when it is sent. */
export async function insertUserMails(
  db: Queryable,
  mails: readonly NewUserMail[],
  now: Date,
): Promise<void> {
  if (mails.length === 0) return;
  publishChange(db, { topics: ['alerts'] });
  await db.$executeRaw`
    INSERT INTO alert_deliveries (id, recipient, event_id, event_type, device_id, created_at, due_at)
    SELECT r.id, r.recipient, r."eventId", r."eventType", r."deviceId", ${now}, r."dueAt"
    FROM jsonb_to_recordset(${JSON.stringify(mails)}::jsonb)
      AS r(id uuid, recipient text, "eventId" uuid, "eventType" text, "deviceId" uuid, "dueAt" timestamptz)
    WHERE NOT EXISTS (SELECT 1 FROM alert_deliveries w WHERE w.recipient = r.recipient AND w.device_id = r."deviceId"
      AND w.state = 'waiting' AND w.attempts = 0 AND w.due_at <= r."dueAt")`;
}

export interface ClaimedUserMail {
  id: string;
  recipient: string;
  eventType: string;
  deviceId: string;
  attempts: number;
  tries: number;
}

/** Claims mails that are due: nobody else sends them before `leasedUntil`. */
export async function claimUserMails(
  db: Queryable,
  { now, limit, leasedUntil }: { now: Date; limit: number; leasedUntil: Date },
): Promise<ClaimedUserMail[]> {
  return db.$queryRaw<ClaimedUserMail[]>`
    UPDATE alert_deliveries c SET due_at = ${leasedUntil}, attempts = c.attempts + 1, tries = c.tries + 1
    WHERE c.id IN (
      SELECT d.id FROM alert_deliveries d WHERE d.destination_id IS NULL AND d.state = 'waiting' AND d.due_at <= ${now}
      ORDER BY d.due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING c.id, c.recipient, c.event_type AS "eventType", c.device_id AS "deviceId", c.attempts, c.tries`;
}

/** There is nothing to tell any more. */
export async function dropUserMail(db: Queryable, id: string): Promise<void> {
  publishChange(db, { topics: ['alerts'] });
  await db.$executeRaw`DELETE FROM alert_deliveries WHERE id = ${id}::uuid`;
}
