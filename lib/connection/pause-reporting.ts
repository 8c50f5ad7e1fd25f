import { readConnection, setPaused } from '#lib/db/connection/connection';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import type { Actor } from '#lib/domain/people/actor';

/** Stops reporting until it is resumed: devices go on to check in, and wait. Paused already: nothing changes. */
export async function pauseReporting(db: Database, actor: Actor, now: Date): Promise<void> {
  await switchReporting(db, actor, now, true);
}

/** Goes on with reporting: what waited is sent at once. */
export async function resumeReporting(db: Database, actor: Actor, now: Date): Promise<void> {
  await switchReporting(db, actor, now, false);
}

async function switchReporting(db: Database, actor: Actor, now: Date, pause: boolean): Promise<void> {
  await db.transaction(async (tx) => {
    const { pausedAt } = await readConnection(tx);
    if ((pausedAt !== null) === pause) return;
    await setPaused(tx, pause ? { at: now, by: actor.name } : null);
    await recordAudit(tx, {
      actor,
      action: pause ? 'connection.pause' : 'connection.resume',
      target: null,
      before: { paused: !pause },
      after: { paused: pause },
      now,
    });
  });
}
