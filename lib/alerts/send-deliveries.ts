import { setTimeout as wait } from 'node:timers/promises';
import {
  afterLease,
  type ClaimedDelivery,
  claimDeliveries,
  findDueDestinations,
  findToldEvents,
  releaseDelivery,
  type SettledAttempt,
  settleAttempts,
  type ToldEvent,
} from '#lib/db/alerts/alert-deliveries';
import { noteDestination } from '#lib/db/alerts/alert-destinations';
import { type DeliveryOutcome, retryDelay } from '#lib/domain/alerts/alert-destination';
import { HeldClaims } from '#lib/domain/held-claims';
import { metrics } from '#lib/telemetry/metrics';
import type { AlertSending, OpenedDestination } from './alert-worker.ts';
import { openDestination, sendTo } from './send-message.ts';
import { settledAttempt } from './settled-attempt.ts';

/** Messages that one worker has on their way to a destination at the same time; chats want one after the other. */
const atOnce = { webhook: 32, email: 4, slack: 1, teams: 1 };
/** How long a worker waits for a place on the way to a destination, before it looks at the others again */
const lookAgainMs = 250;
/** While a destination does not answer at all, one message tries after a pause that grows with the outage. */
const pause = { leastMs: 5_000, mostMs: 300_000 };

/** Sends what is due, each destination beside the others: a slow one holds up nobody. */
export function createDeliverySender(worker: AlertSending) {
  const underWay = new Map<string, Set<Promise<void>>>();
  const settle = attemptSettler(worker);

  const { held = new HeldClaims() } = worker;

  const start = (destination: OpenedDestination, claimed: Claimed, events: readonly ToldEvent[]) => {
    const { delivery, leasedUntil } = claimed;
    const release = () =>
      releaseDelivery(worker.db.pool, { id: delivery.id, leasedUntil, now: worker.clock() });
    const own = underWay.get(destination.id) ?? new Set();
    underWay.set(destination.id, own);
    const sending = held
      .during(release, () => attempt(worker, destination, { delivery, events }).then(settle))
      .catch((error: unknown) => {
        // It stays claimed, and is sent again after the lease.
        worker.log.error({ event: 'alerts.sending_failed', err: error }, 'an alert could not be sent');
      })
      .finally(() => own.delete(sending));
    own.add(sending);
  };
  /** Claims and sends what is due at a destination; null: as much is on its way as may be. */
  const startDue = async (id: string, now: Date): Promise<number | null> => {
    const destination = await openDestination(worker, id);
    if (destination === null) return 0;
    const most = destination.problemSince === null ? atOnce[destination.kind] : 1;
    const limit = most - (underWay.get(id)?.size ?? 0);
    if (limit <= 0) return null;
    const leasedUntil = afterLease(now);
    const deliveries = await claimDeliveries(worker.db.pool, id, { now, limit, leasedUntil });
    const events = await findToldEvents(worker.db.pool, deliveries.flatMap(eventIdsOf));
    for (const delivery of deliveries) {
      const ids = new Set(eventIdsOf(delivery));
      start(
        destination,
        { delivery, leasedUntil },
        events.filter((event) => ids.has(event.id)),
      );
    }
    return deliveries.length;
  };
  return {
    /** Claims and sends what is due. Returns whether there is more to do, having waited for a place where all are taken. */
    step: async (): Promise<boolean> => {
      const now = worker.clock();
      const full: string[] = [];
      let claimed = 0;
      for (const id of await findDueDestinations(worker.db.pool, now)) {
        const started = await startDue(id, now);
        if (started === null) full.push(id);
        claimed += started ?? 0;
      }
      if (claimed > 0) return true;
      const busy = full.flatMap((id) => [...(underWay.get(id) ?? [])]);
      if (busy.length === 0) return false;
      // Not for longer: meanwhile something may be due elsewhere.
      await Promise.race([...busy, wait(lookAgainMs)]);
      return true;
    },
    /** Waits for what is on its way. */
    settle: async (): Promise<void> => {
      await Promise.all([...underWay.values()].flatMap((own) => [...own]));
    },
  };
}

interface Claimed {
  delivery: ClaimedDelivery;
  leasedUntil: Date;
}

function eventIdsOf({ eventId, summary }: ClaimedDelivery): string[] {
  return eventId === null ? (summary?.eventIds ?? []) : [eventId];
}

interface Attempted {
  destination: OpenedDestination;
  settled: SettledAttempt;
  outcome: DeliveryOutcome;
}

async function attempt(
  worker: AlertSending,
  destination: OpenedDestination,
  { delivery, events }: { delivery: ClaimedDelivery; events: readonly ToldEvent[] },
): Promise<Attempted> {
  const { clock, random, log } = worker;
  const at = clock();
  const outcome = await sendTo(worker, destination, { delivery, events, at });
  const { problem } = outcome;
  const { kind } = destination;
  const now = clock();
  const delay = problem === null ? null : retryDelay(delivery.tries, outcome.retryAfterMs, random());
  const settled = settledAttempt(delivery, outcome, { at, now, delay });
  if (kind === 'email') metrics.mailDeliveries.inc({ to: 'destination', outcome: settled.state });
  else metrics.webhookDeliveries.inc({ kind, outcome: settled.state });
  if (problem !== null) {
    const { id, name } = destination;
    const told = { destinationId: id, destination: name, deliveryId: delivery.id, state: settled.state };
    log.warn(
      { event: 'alerts.not_delivered', ...told, code: problem.code, detail: problem.message },
      'an alert was not delivered',
    );
  }
  return { destination, settled, outcome };
}

/** Stores what came of attempts: those that end while others are being stored go together, in the next transaction. */
function attemptSettler({ db, clock }: AlertSending): (ended: Attempted) => Promise<void> {
  let next: { ended: Attempted[]; stored: Promise<void> } | null = null;
  let last: Promise<void> = Promise.resolve();
  return (ended) => {
    if (next === null) {
      const together: Attempted[] = [];
      const stored = last
        .catch(() => undefined)
        .then(() => {
          next = null;
          return storeAttempts(db, together, clock());
        });
      next = { ended: together, stored };
      last = stored;
    }
    next.ended.push(ended);
    return next.stored;
  };
}

async function storeAttempts(db: AlertSending['db'], ended: readonly Attempted[], now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await settleAttempts(
      tx,
      ended.map(({ settled }) => settled),
      now,
    );
    // In the order of their ids: two workers that note the same ones wait for each other in no ring.
    const ofEach = Map.groupBy(ended, ({ destination }) => destination.id);
    for (const id of [...ofEach.keys()].sort()) {
      const noted = toNote(ofEach.get(id) ?? [], now);
      if (noted !== null) await noteDestination(tx, id, noted);
    }
  });
}

/** What attempts say of their destination; null: nothing new. One that is well stays as it is: its row is not written for each message. */
function toNote(ended: readonly Attempted[], now: Date) {
  const met = ended.flatMap(({ destination, outcome }) =>
    outcome.problem === null ? [] : [{ ...outcome, problem: outcome.problem, destination }],
  );
  const last = met.find(({ problem }) => problem.code === 'gone') ?? met.at(-1);
  if (last !== undefined) {
    const problem = { ...last.problem, status: last.status };
    return { problem, heldUntil: heldUntil(last.destination, last, now), now };
  }
  return ended[0]?.destination.isWell(now) === true ? null : { problem: null, heldUntil: null, now };
}

/** Until when nothing is sent to a destination: it asked to wait, or is not there. Null: others may be taken, even if this was not. */
function heldUntil(
  { problemSince }: OpenedDestination,
  { problem, retryAfterMs }: { problem: { code: string }; retryAfterMs: number | null },
  now: Date,
): Date | null {
  const later = (ms: number) => new Date(now.getTime() + ms);
  if (retryAfterMs !== null) return later(Math.min(retryAfterMs, 24 * 3_600_000));
  if (problem.code === 'refused') return null;
  const lasts = problemSince === null ? 0 : now.getTime() - problemSince.getTime();
  return later(Math.min(Math.max(lasts / 4, pause.leastMs), pause.mostMs));
}
