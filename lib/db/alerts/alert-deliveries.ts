import type { AlertData, DeliveryType } from '#lib/domain/alerts/alert-event';
import { lookedUpEach } from '../core/plan-hints.ts';
import type { Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';

/** Of several events in one message. */
export interface EventSummary {
  counts: Partial<Record<string, number>>;
  /** The first of them */
  eventIds: string[];
}

export interface NewDelivery {
  id: string;
  destinationId: string;
  /** Null: no rule, but the schedule of an export */
  ruleId: string | null;
  eventId: string | null;
  eventType: DeliveryType;
  deviceId: string | null;
  summary: EventSummary | null;
  dueAt: Date;
}

const changed = { topics: ['alerts'] as const };

/** An event goes to a destination once, whichever rules say so. In the order given: later messages about a device wait for earlier ones. */
export async function insertDeliveries(
  db: Queryable,
  deliveries: readonly NewDelivery[],
  now: Date,
): Promise<void> {
  if (deliveries.length === 0) return;
  publishChange(db, changed);
  await db.$executeRaw`
    INSERT INTO alert_deliveries (id, destination_id, rule_id, event_id, event_type, device_id, summary, created_at, due_at)
    SELECT r.id, r."destinationId", r."ruleId", r."eventId", r."eventType", r."deviceId", nullif(r.summary, 'null'), ${now}, r."dueAt"
    FROM jsonb_array_elements(${JSON.stringify(deliveries)}::jsonb) WITH ORDINALITY AS item(value, place)
    CROSS JOIN LATERAL jsonb_to_record(item.value) AS r(id uuid, "destinationId" uuid, "ruleId" uuid, "eventId" uuid,
      "eventType" text, "deviceId" uuid, summary jsonb, "dueAt" timestamptz)
    ORDER BY item.place
    ON CONFLICT (destination_id, event_id) DO NOTHING`;
}

/** Messages of a rule that sum up events and are yet to go out. */
export async function findOpenSummaries(
  db: Queryable,
  destinationIds: readonly string[],
): Promise<{ id: string; destinationId: string; ruleId: string; dueAt: Date; summary: EventSummary }[]> {
  return db.$queryRaw`
    SELECT id, destination_id AS "destinationId", rule_id AS "ruleId", due_at AS "dueAt", summary FROM alert_deliveries
    WHERE destination_id = ANY(${destinationIds}::uuid[]) AND state = 'waiting' AND attempts = 0 AND summary IS NOT NULL
    FOR UPDATE`;
}

export async function setSummary(db: Queryable, id: string, summary: EventSummary): Promise<void> {
  await db.$executeRaw`UPDATE alert_deliveries SET summary = ${JSON.stringify(summary)}::jsonb WHERE id = ${id}::uuid`;
}

/** How many messages about single events each destination got since a time. */
export async function countRecent(
  db: Queryable,
  destinationIds: readonly string[],
  since: Date,
  most: number,
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ id: string; count: number }[]>`
    SELECT a.id, (SELECT count(*)::integer FROM (SELECT 1 FROM alert_deliveries d
      WHERE d.destination_id = a.id AND d.created_at >= ${since} AND d.summary IS NULL LIMIT ${most}) found) AS count
    FROM unnest(${destinationIds}::uuid[]) a(id)`;
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Longer than any attempt takes: a message whose worker died is then sent by another one. */
export const deliveryLeaseMs = 120_000;

/** What is due later than this is on its way nowhere: it waits for its next attempt. */
export function afterLease(now: Date): Date {
  return new Date(now.getTime() + deliveryLeaseMs);
}

/** What a message says, and to whom. */
export interface ClaimedDelivery {
  id: string;
  destinationId: string;
  eventId: string | null;
  eventType: DeliveryType;
  summary: EventSummary | null;
  /** With this one; `tries`: since it was made or repeated */
  attempts: number;
  tries: number;
  /** Of the rule that made it */
  timeZone: string;
}

/** Destinations that may be sent to and have something due. */
export async function findDueDestinations(db: Queryable, now: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM alert_destinations a
    WHERE a.enabled AND (a.held_until IS NULL OR a.held_until <= ${now}) AND EXISTS (
      SELECT 1 FROM alert_deliveries d WHERE d.destination_id = a.id AND d.state = 'waiting' AND d.due_at <= ${now})
    ORDER BY a.id`;
  return rows.map(({ id }) => id);
}

/**
 * Claims what is due at a destination: nobody else sends it before `leasedUntil`. A message about a device waits for the earlier ones about
 * it.
 */
export async function claimDeliveries(
  db: Queryable,
  destinationId: string,
  { now, limit, leasedUntil }: { now: Date; limit: number; leasedUntil: Date },
): Promise<ClaimedDelivery[]> {
  return db.$queryRaw<ClaimedDelivery[]>`
    UPDATE alert_deliveries c SET due_at = ${leasedUntil}, attempts = c.attempts + 1, tries = c.tries + 1
    WHERE c.id IN (
      SELECT d.id FROM alert_deliveries d
      WHERE d.destination_id = ${destinationId}::uuid AND d.state = 'waiting' AND d.due_at <= ${now}
        AND (d.device_id IS NULL OR NOT EXISTS (SELECT 1 FROM alert_deliveries e WHERE e.destination_id = ${destinationId}::uuid
          AND e.device_id = d.device_id AND e.state = 'waiting' AND e.device_id IS NOT NULL AND e.seq < d.seq))
      ORDER BY d.due_at, d.seq LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING c.id, c.destination_id AS "destinationId", c.event_id AS "eventId", c.event_type AS "eventType", c.summary,
      c.attempts, c.tries, coalesce((SELECT r.time_zone FROM alert_rules r WHERE r.id = c.rule_id), 'UTC') AS "timeZone"`;
}

/** Lets another worker send a claimed message at once; nothing happens where it was settled, or claimed again. */
export async function releaseDelivery(
  db: Queryable,
  { id, leasedUntil, now }: { id: string; leasedUntil: Date; now: Date },
): Promise<void> {
  await db.$executeRaw`
    UPDATE alert_deliveries SET due_at = ${now} WHERE id = ${id}::uuid AND state = 'waiting' AND due_at = ${leasedUntil}`;
}

export interface AttemptRow {
  deliveryId: string;
  number: number;
  at: Date;
  status: number | null;
  ms: number;
  error: string | null;
  code: string | null;
}

export interface SettledAttempt extends AttemptRow {
  state: 'waiting' | 'delivered' | 'failed';
  /** When it is tried again; null: it is settled */
  next: Date | null;
}

/** What became of attempts. A message that another worker has claimed since stays its. */
export async function settleAttempts(
  db: Queryable,
  attempts: readonly SettledAttempt[],
  now: Date,
): Promise<void> {
  if (attempts.length === 0) return;
  publishChange(db, changed);
  const data = attempts.map(({ state: _, next: __, ...row }) => row);
  await db.alertAttempt.createMany({ data, skipDuplicates: true });
  await db.$executeRaw`
    UPDATE alert_deliveries d SET state = r.state::alert_delivery_state, due_at = coalesce(r.next, d.due_at),
      settled_at = CASE WHEN r.state = 'waiting' THEN NULL ELSE ${now}::timestamptz END
    FROM jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb)
      AS r("deliveryId" uuid, number integer, state text, next timestamptz)
    WHERE d.id = r."deliveryId" AND d.attempts = r.number AND d.state = 'waiting'`;
}

/** An event as messages tell it, with its device as it is now. */
export interface ToldEvent {
  id: string;
  type: DeliveryType;
  at: Date;
  data: AlertData;
  device: {
    id: string;
    externalId: string;
    name: string;
    serialNumber: string | null;
    userPrincipalName: string | null;
  } | null;
  /** Of `audit.recorded`: the event of the audit log; null: another type, or it is no longer there */
  audit: { at: string; actor: string; action: string; target: string | null; outcome: string } | null;
}

/** In the order in which they happened. */
export async function findToldEvents(db: Queryable, ids: readonly string[]): Promise<ToldEvent[]> {
  if (ids.length === 0) return [];
  return db.$queryRaw<ToldEvent[]>`
    SELECT e.id, e.type, e.at, CASE WHEN r.id IS NOT NULL AND e.data ? 'failure'
        THEN jsonb_set(e.data, '{failure,detail}', coalesce(to_jsonb(r.error_detail), 'null')) ELSE e.data END AS data, CASE WHEN d.id IS NOT NULL THEN jsonb_build_object('id', d.id, 'externalId', d.external_id,
      'name', d.name, 'serialNumber', d.serial_number, 'userPrincipalName', d.user_principal_name) END AS device,
      CASE WHEN u.id IS NOT NULL THEN jsonb_build_object('id', u.id, 'at', to_char(u.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'actor', u.actor_name, 'actorKind', u.actor_kind, 'action', u.action, 'target', u.target, 'outcome', u.outcome,
        'before', u.before, 'after', u.after, 'details', u.details, 'address', u.address, 'requestId', u.request_id) END AS audit
    FROM alert_events e LEFT JOIN LATERAL (SELECT * FROM devices WHERE id = e.device_id ${lookedUpEach}) d ON true
    LEFT JOIN LATERAL (SELECT id, error_detail FROM reports WHERE id = (e.data->>'reportId')::uuid ${lookedUpEach}) r ON true
    LEFT JOIN LATERAL (SELECT * FROM audit_events WHERE id = (e.data->>'auditEventId')::uuid ${lookedUpEach}) u ON true
    WHERE e.id = ANY(${ids}::uuid[]) ORDER BY e.id`;
}
