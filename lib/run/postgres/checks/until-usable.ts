import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '#lib/log';
import { SchemaMisfit } from '../migrations/schema-fit.ts';
import { mayPass } from './check-database.ts';
import { UnusableDatabase } from './unusable-database.ts';

const retryMs = 1000;

/**
 * Tries what a process needs of the database until it works: whatever an attempt throws is reported once. Throws
 * UnusableDatabase and SchemaMisfit where waiting is no use.
 */
export async function untilUsable(attempt: () => Promise<void>, log: Pick<Log, 'error'>): Promise<void> {
  for (let told = false; ; told = true) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof SchemaMisfit || (error instanceof UnusableDatabase && !mayPass(error)))
        throw error;
      if (!told)
        log.error(
          { event: 'database.not_ready', err: error },
          'the database is not ready yet; Tenko tries again',
        );
      await wait(retryMs);
    }
  }
}
