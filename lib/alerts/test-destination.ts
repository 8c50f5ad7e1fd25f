import { v7 as uuidv7 } from 'uuid';
import { noteDestination } from '#lib/db/alerts/alert-destinations';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { testEventType } from '#lib/domain/alerts/alert-event';
import type { AlertTools } from '#lib/domain/alerts/alert-tools';
import type { Actor } from '#lib/domain/people/actor';
import type { AlertTest } from '../contract/alert-destination.ts';
import type { Told } from './alert-worker.ts';
import { notFound } from './destinations.ts';
import { openDestination, sendTo } from './send-message.ts';

/**
 * Sends a test at once, even to a destination that is switched off, and says what came of it. What stood in the way shows in the state of
 * the destination, too. Throws `not_found`.
 */
export async function testDestination(
  { db, alerts }: { db: Database; alerts: AlertTools },
  id: string,
  actor: Actor,
  now: Date,
): Promise<AlertTest> {
  const destination = await openDestination({ db, alerts }, id);
  if (destination === null) throw notFound(id);
  const delivery: Told['delivery'] = {
    id: uuidv7(),
    eventId: null,
    eventType: testEventType,
    summary: null,
    timeZone: 'UTC',
  };
  const { status, ms, problem } = await sendTo({ db, alerts }, destination, {
    delivery,
    events: [],
    at: now,
  });
  await db.transaction(async (tx) => {
    // A test holds back nothing, and one that finds nobody switches nothing off: somebody is at work here.
    if (problem?.code !== 'gone') {
      const met = problem === null ? null : { ...problem, status };
      await noteDestination(tx, id, { problem: met, heldUntil: null, now });
    }
    const details = { ok: problem === null, status };
    await recordAudit(tx, { actor, action: 'alert_destination.test', target: id, details, now });
  });
  return { ok: problem === null, status, ms, error: problem };
}
