import type { SettledAttempt } from '#lib/db/alerts/alert-deliveries';
import type { DeliveryOutcome } from '#lib/domain/alerts/alert-destination';

/** What came of one attempt, as it is stored. `delay`: until the next one, in ms; null: there is none. */
export function settledAttempt(
  { id, attempts }: { id: string; attempts: number },
  { status, ms, problem }: DeliveryOutcome,
  { at, now, delay }: { at: Date; now: Date; delay: number | null },
): SettledAttempt {
  const next = delay === null ? null : new Date(now.getTime() + delay);
  const state = problem === null ? 'delivered' : next === null ? 'failed' : 'waiting';
  const { message: error = null, code = null } = problem ?? {};
  return { deliveryId: id, number: attempts, at, status, ms, error, code, state, next };
}
