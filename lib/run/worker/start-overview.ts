import type { Engine } from '#lib/engine/engine';
import { refreshOverview } from '#lib/overview/refresh-overview';
import { type RepeatedTask, repeat } from './repeat.ts';

const lookEveryMs = 2000;

/** Keeps the figures of the overview fresh, in whichever worker comes first when it is time. */
export function startOverview(engine: Engine): RepeatedTask {
  return repeat('overview', lookEveryMs, engine.log, async () => {
    const refreshed = await refreshOverview(engine.db, engine.clock());
    // Pages show the age of the figures: told even where none of them moved.
    if (refreshed !== null) engine.db.announce({ topics: ['overview'] });
    if (refreshed !== null)
      engine.log.debug({ event: 'overview.refreshed', ...refreshed }, 'the overview was refreshed');
    return false;
  });
}
