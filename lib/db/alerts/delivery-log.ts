import type { DeliveryProblemCode } from '#lib/domain/alerts/alert-destination';
import type { DeliveryType } from '#lib/domain/alerts/alert-event';
import { lookedUpEach } from '../core/plan-hints.ts';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { afterLease } from './alert-deliveries.ts';

type DeliveryState = 'waiting' | 'delivered' | 'failed';

export interface LoggedDelivery {
  id: string;
  eventType: DeliveryType;
  eventId: string | null;
  events: number;
  destinationId: string | null;
  recipient: string | null;
  device: { id: string; name: string } | null;
  /** What it is about besides a device, by the name that it had then */
  subject: { kind: 'policy' | 'source' | 'feed' | 'export'; id: string | null; name: string } | null;
  state: DeliveryState;
  createdAt: Date;
  dueAt: Date;
  settledAt: Date | null;
  attempts: {
    at: string;
    status: number | null;
    ms: number;
    error: string | null;
    code: DeliveryProblemCode | null;
  }[];
}

export interface DeliveryCriteria {
  destinationId?: string[] | undefined;
  state?: DeliveryState[] | undefined;
  eventType?: DeliveryType[] | undefined;
  deviceId?: string | undefined;
  /** In any letter case */
  recipient?: string | undefined;
}

/** More attempts of a message than are shown */
const mostAttempts = 20;

/** Newest first, after a position. */
export async function selectDeliveries(
  db: Queryable,
  { destinationId, state, eventType, deviceId, recipient }: DeliveryCriteria,
  after: { value: string; id: string } | null,
  limit: number,
): Promise<LoggedDelivery[]> {
  const conditions = [
    Prisma.sql`true`,
    ...(destinationId === undefined ? [] : [Prisma.sql`d.destination_id = ANY(${destinationId}::uuid[])`]),
    // In the words of the index of what failed
    ...(state === undefined ? [] : [stateCondition(state)]),
    ...(eventType === undefined ? [] : [Prisma.sql`d.event_type = ANY(${eventType})`]),
    ...(deviceId === undefined ? [] : [Prisma.sql`d.device_id = ${deviceId}::uuid`]),
    // As mails are queued: in the small letters of the database
    ...(recipient === undefined ? [] : [Prisma.sql`d.recipient = lower(${recipient})`]),
    ...(after === null
      ? []
      : [Prisma.sql`(d.created_at, d.id) < (${after.value}::timestamptz, ${after.id}::uuid)`]),
  ];
  return db.$queryRaw<LoggedDelivery[]>`
    SELECT d.id, d.event_type AS "eventType", d.event_id AS "eventId", d.destination_id AS "destinationId", d.recipient,
      CASE WHEN d.summary IS NULL THEN 1
        ELSE (SELECT coalesce(sum(value::integer), 0)::integer FROM jsonb_each_text(d.summary->'counts')) END AS events,
      CASE WHEN v.id IS NOT NULL THEN jsonb_build_object('id', v.id, 'name', v.name) END AS device,
      (SELECT jsonb_build_object('kind', k.kind, 'id', e.data->k.kind->>'id', 'name', e.data->k.kind->>'name')
        FROM unnest('{policy,source,feed,export}'::text[]) WITH ORDINALITY k(kind, rank)
        WHERE e.data->k.kind->>'name' IS NOT NULL ORDER BY k.rank LIMIT 1) AS subject,
      d.state::text, d.created_at AS "createdAt", d.due_at AS "dueAt", d.settled_at AS "settledAt", coalesce(t.attempts, '[]') AS attempts
    FROM (SELECT * FROM alert_deliveries d WHERE ${Prisma.join(conditions, ' AND ')}
      ORDER BY d.created_at DESC, d.id DESC LIMIT ${limit}) d
    LEFT JOIN LATERAL (SELECT id, name FROM devices WHERE id = d.device_id ${lookedUpEach}) v ON true
    LEFT JOIN LATERAL (SELECT data FROM alert_events WHERE id = d.event_id ${lookedUpEach}) e ON true
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('at', l.at, 'status', l.status, 'ms', l.ms, 'error', l.error, 'code', l.code) ORDER BY l.number) AS attempts
      FROM (SELECT * FROM alert_attempts a WHERE a.delivery_id = d.id ORDER BY a.number DESC LIMIT ${mostAttempts}) l) t ON true
    ORDER BY d.created_at DESC, d.id DESC`;
}

function stateCondition(state: readonly DeliveryState[]): Prisma.Sql {
  return state.length === 1 && state[0] === 'failed'
    ? Prisma.sql`d.state = 'failed'`
    : Prisma.sql`d.state = ANY(${[...state]}::alert_delivery_state[])`;
}

/**
 * Sends a settled message again, in its old place before later ones about its device, and one that waits for its next attempt at once.
 * Returns its state before; null: there is none.
 */
export async function repeatDelivery(db: Queryable, id: string, now: Date): Promise<DeliveryState | null> {
  const rows = await db.$queryRaw<{ state: DeliveryState }[]>`
    SELECT state::text FROM alert_deliveries WHERE id = ${id}::uuid FOR UPDATE`;
  const state = rows[0]?.state ?? null;
  if (state === null) return state;
  publishChange(db, { topics: ['alerts'] });
  if (state === 'waiting') {
    await db.$executeRaw`
      UPDATE alert_deliveries SET due_at = ${now} WHERE id = ${id}::uuid AND due_at > ${afterLease(now)}`;
    return state;
  }
  await db.$executeRaw`
    UPDATE alert_deliveries SET state = 'waiting', due_at = ${now}, settled_at = NULL, tries = 0 WHERE id = ${id}::uuid`;
  return state;
}

/** The same for at most `limit` that failed, the oldest first. Returns how many. */
export async function repeatFailed(
  db: Queryable,
  destinationId: string | null,
  now: Date,
  limit: number,
): Promise<number> {
  const one = destinationId === null ? Prisma.empty : Prisma.sql`AND destination_id = ${destinationId}::uuid`;
  publishChange(db, { topics: ['alerts'] });
  return db.$executeRaw`
    UPDATE alert_deliveries SET state = 'waiting', due_at = ${now}, settled_at = NULL, tries = 0
    WHERE id IN (SELECT id FROM alert_deliveries WHERE state = 'failed' ${one} ORDER BY created_at, id LIMIT ${limit})`;
}

/** How many failed, of some destinations (null: of all), counted up to `most`. */
export async function countFailed(
  db: Queryable,
  destinationIds: readonly string[] | null,
  most: number,
): Promise<number> {
  const some =
    destinationIds === null
      ? Prisma.empty
      : Prisma.sql`AND destination_id = ANY(${[...destinationIds]}::uuid[])`;
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM (SELECT 1 FROM alert_deliveries WHERE state = 'failed' ${some} LIMIT ${most}) f`;
  return rows[0]?.count ?? 0;
}

/** Deletes at most `limit` messages made before a time; returns how many. What still waits then is no news any more. */
export async function pruneDeliveries(db: Queryable, before: Date, limit: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM alert_deliveries WHERE id IN (
      SELECT id FROM alert_deliveries WHERE created_at < ${before} ORDER BY created_at LIMIT ${limit})`;
}
