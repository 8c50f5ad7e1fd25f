import type { DeliveryProblemCode, DestinationKind } from '#lib/domain/alerts/alert-destination';
import { Prisma, type Queryable } from '../core/prisma.ts';
import { publishChange } from '../core/publish-change.ts';
import { afterLease } from './alert-deliveries.ts';

/** What an admin sets of a destination. */
export interface DestinationChoices {
  name: string;
  kind: DestinationKind;
  enabled: boolean;
  to: string[];
  /** The address, as far as it is no secret; null: e-mail */
  shownUrl: string | null;
  language: string;
}

export interface DestinationRow extends DestinationChoices {
  id: string;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  updatedBy: string;
  deliveredAt: Date | null;
  problemCode: DeliveryProblemCode | null;
  problemMessage: string | null;
  problemStatus: number | null;
  problemAt: Date | null;
  problemSince: Date | null;
  heldUntil: Date | null;
  formerUntil: Date | null;
  secretsSet: string[];
}

export interface CountedDestination extends DestinationRow {
  /** Messages that wait; at most `mostCounted` + 1 */
  waiting: number;
}

/** More waiting messages than are counted for a page. */
export const mostCounted = 1000;
const changed = { topics: ['alerts'] as const };

const columns = Prisma.raw(
  `a.id, a.name, a.kind::text, a.enabled, a."to", a.shown_url AS "shownUrl", a.language, a.created_at AS "createdAt",
  a.created_by AS "createdBy", a.updated_at AS "updatedAt", a.updated_by AS "updatedBy", a.delivered_at AS "deliveredAt",
  a.problem_code AS "problemCode", a.problem_message AS "problemMessage", a.problem_status AS "problemStatus",
  a.problem_at AS "problemAt", a.problem_since AS "problemSince", a.held_until AS "heldUntil", a.former_until AS "formerUntil",
  ARRAY(SELECT x.name FROM alert_secrets x WHERE x.destination_id = a.id ORDER BY x.name) AS "secretsSet"`,
);

/** Destinations by name, each with what waits: all, or one. */
export async function selectDestinations(
  db: Queryable,
  id: string | null = null,
): Promise<CountedDestination[]> {
  const one = id === null ? Prisma.empty : Prisma.sql`WHERE a.id = ${id}::uuid`;
  return db.$queryRaw<CountedDestination[]>`
    SELECT ${columns}, (SELECT count(*)::integer FROM (SELECT 1 FROM alert_deliveries d
      WHERE d.destination_id = a.id AND d.state = 'waiting' LIMIT ${mostCounted + 1}) w) AS waiting
    FROM alert_destinations a ${one} ORDER BY lower(a.name), a.id`;
}

/** One destination without counting what waits; null: there is none. */
export async function findDestination(db: Queryable, id: string): Promise<DestinationRow | null> {
  const rows = await db.$queryRaw<DestinationRow[]>`
    SELECT ${columns} FROM alert_destinations a WHERE a.id = ${id}::uuid`;
  return rows[0] ?? null;
}

export async function hasDestinations(db: Queryable): Promise<boolean> {
  return (await db.$queryRaw<unknown[]>`SELECT 1 FROM alert_destinations LIMIT 1`).length > 0;
}

/** A destination that nobody else changes until the transaction ends; null: there is none. */
export async function lockDestination(db: Queryable, id: string): Promise<DestinationRow | null> {
  const locked = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM alert_destinations WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return locked.length === 0 ? null : findDestination(db, id);
}

interface SavedDestination extends DestinationChoices {
  id: string;
  at: Date;
  by: string;
}

export async function insertDestination(db: Queryable, saved: SavedDestination): Promise<void> {
  publishChange(db, changed);
  const { at, by, ...choices } = saved;
  await db.alertDestination.create({
    data: { ...choices, createdAt: at, createdBy: by, updatedAt: at, updatedBy: by },
  });
}

/** What stood in the way before may be over: what waits is tried at once. */
export async function updateDestination(db: Queryable, saved: SavedDestination): Promise<void> {
  publishChange(db, changed);
  const { id, at, by, kind: _, ...choices } = saved;
  const problem = {
    problemCode: null,
    problemMessage: null,
    problemStatus: null,
    problemAt: null,
    problemSince: null,
    heldUntil: null,
  };
  await db.alertDestination.update({
    where: { id },
    data: { ...choices, ...problem, updatedAt: at, updatedBy: by },
  });
  await db.$executeRaw`
    UPDATE alert_deliveries SET due_at = least(due_at, ${at}::timestamptz)
    WHERE destination_id = ${id}::uuid AND state = 'waiting' AND attempts > 0`;
}

export async function deleteDestinationRow(db: Queryable, id: string): Promise<void> {
  publishChange(db, changed);
  await db.alertDestination.delete({ where: { id } });
}

export async function setFormerUntil(db: Queryable, id: string, until: Date): Promise<void> {
  publishChange(db, changed);
  await db.alertDestination.update({ where: { id }, data: { formerUntil: until } });
}

export interface SealedAlertSecret {
  destinationId: string;
  name: string;
  sealed: string;
}

/** Of one destination, or of all. */
export async function selectAlertSecrets(
  db: Queryable,
  destinationId?: string,
): Promise<SealedAlertSecret[]> {
  const where = destinationId === undefined ? {} : { destinationId };
  return db.alertSecret.findMany({ where, orderBy: [{ destinationId: 'asc' }, { name: 'asc' }] });
}

export async function putAlertSecret(
  db: Queryable,
  { destinationId, name, sealed }: SealedAlertSecret,
): Promise<void> {
  await db.alertSecret.upsert({
    where: { destinationId_name: { destinationId, name } },
    create: { destinationId, name, sealed },
    update: { sealed },
  });
}

/** What a sealed secret belongs to: it opens there only. */
export function placeOfAlertSecret({ destinationId, name }: Omit<SealedAlertSecret, 'sealed'>): string {
  return `alert-destination/${destinationId}/${name}`;
}

export interface MetProblem {
  code: DeliveryProblemCode;
  message: string;
  status: number | null;
}

/** Says what the last attempt met; null: it was taken. `heldUntil`: nothing is sent before. */
export async function noteDestination(
  db: Queryable,
  id: string,
  { problem, heldUntil, now }: { problem: MetProblem | null; heldUntil: Date | null; now: Date },
): Promise<void> {
  publishChange(db, changed);
  if (problem === null) {
    await db.$executeRaw`
      UPDATE alert_destinations SET delivered_at = greatest(delivered_at, ${now}::timestamptz), problem_code = NULL,
        problem_message = NULL, problem_status = NULL, problem_at = NULL, problem_since = NULL, held_until = NULL
      WHERE id = ${id}::uuid`;
    // It takes messages again: what waited for a later attempt goes now.
    await db.$executeRaw`
      UPDATE alert_deliveries SET due_at = ${now} WHERE destination_id = ${id}::uuid AND state = 'waiting' AND attempts > 0
        AND due_at > ${afterLease(now)}`;
    return;
  }
  const { code, message, status } = problem;
  await db.$executeRaw`
    UPDATE alert_destinations SET problem_code = ${code}, problem_message = ${message}, problem_status = ${status}::integer,
      problem_at = ${now}, problem_since = coalesce(problem_since, ${now}::timestamptz),
      held_until = greatest(held_until, ${heldUntil}::timestamptz), enabled = enabled AND ${code !== 'gone'}
    WHERE id = ${id}::uuid`;
}
