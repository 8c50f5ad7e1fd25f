import {
  countFailed,
  type LoggedDelivery,
  repeatDelivery,
  repeatFailed,
  selectDeliveries,
} from '#lib/db/alerts/delivery-log';
import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import { recordAudit } from '#lib/db/people/audit';
import { type BoundedCount, boundedCount } from '#lib/domain/bounded-count';
import type { Actor } from '#lib/domain/people/actor';
import { encodeCursor } from '#lib/domain/text/cursor';
import type {
  AlertDeliveryItem,
  AlertDeliveryQuery,
  AlertFailuresQuery,
  RepeatAlertDeliveries,
} from '../contract/alert-delivery.ts';
import { TenkoError } from '../errors.ts';

const sort = 'alert-deliveries';
const repeatedAtOnce = 5000;
/** Counts are exact up to here. */
const countedUpTo = 10_000;

/** One page of messages to destinations, newest first. Throws `invalid_input` for a foreign cursor. */
export async function listDeliveries(
  db: Database,
  query: AlertDeliveryQuery,
): Promise<{ items: AlertDeliveryItem[]; nextCursor: string | null }> {
  const position = pagePosition(query.cursor, sort, true);
  const after =
    position === null || position.value === null ? null : { value: position.value, id: position.id };
  const found = await selectDeliveries(db.pool, query, after, query.limit + 1);
  const rows = found.slice(0, query.limit);
  const last = rows.at(-1);
  const hasMore = found.length > query.limit && last !== undefined;
  const nextCursor = hasMore
    ? encodeCursor(sort, { value: last.createdAt.toISOString(), id: last.id })
    : null;
  return { items: rows.map(itemOf), nextCursor };
}

/** Sends a message again, or at once if it waits for its next attempt: receivers know it by its id. Throws `not_found`. */
export async function repeatOne(db: Database, id: string, actor: Actor, now: Date): Promise<{ id: string }> {
  await db.transaction(async (tx) => {
    const before = await repeatDelivery(tx, id, now);
    if (before === null) throw new TenkoError('not_found', `Alert delivery ${id} not found.`);
    await recordAudit(tx, { actor, action: 'alert_delivery.repeat', target: id, now });
  });
  return { id };
}

/** How many messages sending all failed again would send. */
export async function countFailures(
  db: Database,
  { destinationId }: AlertFailuresQuery,
): Promise<{ total: BoundedCount }> {
  const counted = await countFailed(db.pool, destinationId ?? null, countedUpTo + 1);
  return { total: boundedCount(counted, countedUpTo) };
}

/** Sends all again that failed, a few thousand a transaction. */
export async function repeatAllFailed(
  db: Database,
  input: RepeatAlertDeliveries,
  actor: Actor,
  now: Date,
): Promise<{ repeated: number }> {
  const destinationId = input.destinationId ?? null;
  let repeated = 0;
  for (let more = true; more; ) {
    const some = await db.transaction((tx) => repeatFailed(tx, destinationId, now, repeatedAtOnce));
    repeated += some;
    more = some === repeatedAtOnce;
  }
  const details = { repeated };
  await recordAudit(db.pool, { actor, action: 'alert_delivery.repeat', target: destinationId, details, now });
  return { repeated };
}

function itemOf({ createdAt, dueAt, settledAt, attempts, ...row }: LoggedDelivery): AlertDeliveryItem {
  return {
    ...row,
    createdAt: createdAt.toISOString(),
    nextAttemptAt: row.state === 'waiting' ? dueAt.toISOString() : null,
    settledAt: settledAt?.toISOString() ?? null,
    attempts: attempts.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
  };
}
