import { v7 as uuidv7 } from 'uuid';
import { findRepeatedFailures, insertAlertEvents, takeAlertChanges } from '#lib/db/alerts/alert-events';
import { selectRulesInForce } from '#lib/db/alerts/alert-rules';
import { isAlone } from '#lib/db/core/lock-alone';
import type { Transaction } from '#lib/db/core/prisma';
import { eventsOfChange } from '#lib/domain/alerts/events-of-change';
import type { AlertWorker, StoredEvent } from './alert-worker.ts';
import { queueDeliveries } from './queue-deliveries.ts';
import { queueUserMails } from './queue-user-mails.ts';

const changesAtOnce = 500;
const alone = 'alerts: from changes to messages';

/**
 * Makes events of the next changes, and messages of these, in one transaction: a crash loses none and makes none twice. One worker at a
 * time, so that messages about a device are in the order of its changes. Returns whether there may be more.
 */
export async function fanOut({ db, log, clock }: AlertWorker): Promise<boolean> {
  const now = clock();
  const done = await db.transaction(async (tx) => {
    if (!(await isAlone(tx, alone))) return null;
    const changes = await takeAlertChanges(tx, changesAtOnce);
    const events = changes.flatMap(eventsOfChange).map((event) => ({ ...event, id: uuidv7() }));
    await storeEvents(tx, await withoutRepeatedFailures(tx, events), now);
    return { changes: changes.length, events: events.length };
  });
  if (done === null || done.changes === 0) return false;
  log.debug({ event: 'alerts.noted', ...done }, 'changes became events');
  return done.changes === changesAtOnce;
}

/** Keeps events, and makes messages of them by the rules in force. */
export async function storeEvents(tx: Transaction, events: readonly StoredEvent[], now: Date): Promise<void> {
  if (events.length === 0) return;
  await insertAlertEvents(tx, events);
  const rules = await selectRulesInForce(tx);
  if (rules.length > 0) await queueDeliveries(tx, events, rules, now);
  await queueUserMails(tx, events, now);
}

/** A device that fails again and again is told once, until a report of it succeeds. */
async function withoutRepeatedFailures(
  tx: Transaction,
  events: readonly StoredEvent[],
): Promise<StoredEvent[]> {
  const reportOf = ({ type, data }: StoredEvent) =>
    type === 'device.report_failed' && typeof data.reportId === 'string' ? data.reportId : null;
  const ids = events.map(reportOf).filter((id) => id !== null);
  const repeated = await findRepeatedFailures(tx, ids);
  return events.filter((event) => !repeated.has(reportOf(event) ?? ''));
}
