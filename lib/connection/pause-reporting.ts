import { readConnection, setPaused } from '#lib/db/connection/connection';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import type { Actor } from '#lib/domain/people/actor';

/** Stops reporting until it is resumed: devices go on to check in, and wait. Paused already: nothing changes. */
export async function pauseReporting(db: Database, actor: Actor, now: Date, reason?: string): Promise<void> {
  await switchReporting(db, actor, now, { pause: true, reason });
}

/** Goes on with reporting: what waited is sent at once. */
export async function resumeReporting(db: Database, actor: Actor, now: Date, reason?: string): Promise<void> {
  await switchReporting(db, actor, now, { pause: false, reason });
}

interface Switch {
  pause: boolean;
  /** For the audit log */
  reason: string | undefined;
}

async function switchReporting(
  db: Database,
  actor: Actor,
  now: Date,
  { pause, reason }: Switch,
): Promise<void> {
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
      ...(reason !== undefined && { details: { reason } }),
      now,
    });
  });
}
