import type { Database } from '#lib/db/core/database';
import type { Log } from '../log.ts';

/** What the steps of bulk actions are given. */
export interface BulkWorker {
  db: Database;
  log: Log;
  /** Now; passed in, so that tests can move it */
  clock: () => Date;
}
