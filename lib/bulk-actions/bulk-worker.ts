import type { Database } from '../db/database.ts';
import type { Log } from '../log.ts';

/** What the steps of bulk actions are given. */
export interface BulkWorker {
  db: Database;
  log: Log;
  /** Now; passed in, so that tests can move it */
  clock: () => Date;
}
