import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#lib/db/core/database';
import { insertRun } from '#lib/db/sources/source-runs';
import { lockDueSources, type SourceRow, setNextRun } from '#lib/db/sources/sources';
import { quickKinds, type WalkKind } from '#lib/domain/sources/source';

const atOnce = 20;
/** Clocks of the source and of Tenko may differ, and so may those of workers. */
const overlapMs = 10 * 60_000;

/** Starts the runs that are due by the schedule. A source whose run is still under way is left out until that ends. */
export async function startDueRuns(db: Database, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const due = await lockDueSources(tx, now, atOnce);
    for (const source of due) {
      const kind = kindOfRun(source, now);
      const since = kind === 'quick' ? sinceOf(source) : null;
      const id = uuidv7();
      await insertRun(tx, {
        id,
        sourceId: source.id,
        kind,
        since,
        requestedBy: null,
        acceptsFewer: false,
        at: now,
      });
      await setNextRun(tx, source.id, new Date(now.getTime() + source.everyMinutes * 60_000));
    }
    return due.length;
  });
}

/** From when on a quick run asks for changes; null: nothing was read yet. */
export function sinceOf({ readSince }: Pick<SourceRow, 'readSince'>): Date | null {
  return readSince && new Date(readSince.getTime() - overlapMs);
}

function kindOfRun(source: SourceRow, now: Date): WalkKind {
  const { kind, readSince, fullReadSince, fullWalkHour } = source;
  if (!quickKinds.includes(kind) || readSince === null || fullReadSince === null) return 'full';
  return fullReadSince < lastHour(fullWalkHour, now) ? 'full' : 'quick';
}

/** When it was this hour last, in the time zone of the process. */
function lastHour(hour: number, now: Date): Date {
  const at = new Date(now);
  at.setHours(hour, 0, 0, 0);
  if (at > now) at.setDate(at.getDate() - 1);
  return at;
}
