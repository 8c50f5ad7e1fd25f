import {
  type ClaimedDelivery,
  claimDeliveries,
  findDueDestinations,
  findToldEvents,
  settleAttempt,
} from '#lib/db/alerts/alert-deliveries';
import { noteDestination } from '#lib/db/alerts/alert-destinations';
import { type DeliveryOutcome, retryDelay } from '#lib/domain/alerts/alert-destination';
import type { AlertSending, OpenedDestination } from './alert-worker.ts';
import { openDestination, sendTo } from './send-message.ts';

/** Longer than any attempt takes: a message whose worker died is then sent by another one. */
const leaseMs = 120_000;
/** Messages that one worker has on their way to a destination at the same time; chats want one after the other. */
const atOnce = { webhook: 16, email: 4, slack: 1, teams: 1 };
/** While a destination does not answer at all, one message tries after a pause that grows with the outage. */
const pause = { leastMs: 5_000, mostMs: 300_000 };

/** Sends what is due, each destination beside the others: a slow one holds up nobody. */
export function createDeliverySender(worker: AlertSending) {
  const underWay = new Map<string, Set<Promise<void>>>();

  const start = (destination: OpenedDestination, delivery: ClaimedDelivery) => {
    const own = underWay.get(destination.id) ?? new Set();
    underWay.set(destination.id, own);
    const sending = sendOne(worker, destination, delivery)
      .catch((error: unknown) => {
        // It stays claimed, and is sent again after the lease.
        worker.log.error({ event: 'alerts.sending_failed', err: error }, 'an alert could not be sent');
      })
      .finally(() => own.delete(sending));
    own.add(sending);
  };
  return {
    /** Claims and sends what is due. Returns whether there was anything. */
    step: async (): Promise<boolean> => {
      const now = worker.clock();
      let claimed = 0;
      for (const id of await findDueDestinations(worker.db.pool, now)) {
        const destination = await openDestination(worker, id);
        if (destination === null) continue;
        const most = destination.problemSince === null ? atOnce[destination.kind] : 1;
        const limit = most - (underWay.get(id)?.size ?? 0);
        if (limit <= 0) continue;
        const leasedUntil = new Date(now.getTime() + leaseMs);
        const deliveries = await claimDeliveries(worker.db.pool, id, { now, limit, leasedUntil });
        for (const delivery of deliveries) start(destination, delivery);
        claimed += deliveries.length;
      }
      return claimed > 0;
    },
    /** Waits for what is on its way. */
    settle: async (): Promise<void> => {
      await Promise.all([...underWay.values()].flatMap((own) => [...own]));
    },
  };
}

async function sendOne(
  worker: AlertSending,
  destination: OpenedDestination,
  delivery: ClaimedDelivery,
): Promise<void> {
  const { db, log, clock, random } = worker;
  const ids = delivery.eventId === null ? (delivery.summary?.eventIds ?? []) : [delivery.eventId];
  const events = await findToldEvents(db.pool, ids);
  const at = clock();
  const outcome = await sendTo(worker.alerts, destination, { delivery, events, at });
  const now = clock();
  const { status, ms, problem } = outcome;
  const next = nextAttempt(delivery, outcome, random(), now);
  const state = problem === null ? 'delivered' : next === null ? 'failed' : 'waiting';
  const error = problem?.message ?? null;
  const attempt = { deliveryId: delivery.id, number: delivery.attempts, at, status, ms, error };
  await db.transaction(async (tx) => {
    await settleAttempt(tx, attempt, { state, next, now });
    const met = problem === null ? null : { ...problem, status };
    // One that is well stays as it is: its row is not written for each message.
    if (met === null && destination.isWell(now)) return;
    await noteDestination(tx, destination.id, {
      problem: met,
      heldUntil: heldUntil(destination, outcome, now),
      now,
    });
  });
  if (problem === null) return;
  const { id, name } = destination;
  log.warn(
    {
      event: 'alerts.not_delivered',
      destinationId: id,
      destination: name,
      deliveryId: delivery.id,
      state,
      code: problem.code,
      detail: problem.message,
    },
    'an alert was not delivered',
  );
}

/** Null: it is delivered, or has failed for good. */
function nextAttempt(
  { tries }: ClaimedDelivery,
  { problem, retryAfterMs }: DeliveryOutcome,
  random: number,
  now: Date,
): Date | null {
  if (problem === null) return null;
  const delay = retryDelay(tries, retryAfterMs, random);
  return delay === null ? null : new Date(now.getTime() + delay);
}

/** Until when nothing is sent to a destination: it asked to wait, or is not there. Null: others may be taken, even if this was not. */
function heldUntil(
  { problemSince }: OpenedDestination,
  { problem, retryAfterMs }: DeliveryOutcome,
  now: Date,
): Date | null {
  if (problem === null) return null;
  const later = (ms: number) => new Date(now.getTime() + ms);
  if (retryAfterMs !== null) return later(Math.min(retryAfterMs, 24 * 3_600_000));
  if (problem.code === 'refused') return null;
  const lasts = problemSince === null ? 0 : now.getTime() - problemSince.getTime();
  return later(Math.min(Math.max(lasts / 4, pause.leastMs), pause.mostMs));
}
