import { databaseFaultOf } from '#lib/db/core/database-fault';
import type { DatabaseFault } from '#lib/domain/database-fault';
import { processSingleton } from '#lib/process-singletons';
import { webRuntime } from './web-runtime.ts';

const quietMs = 10_000;

interface LoggedFault {
  at: number;
  /** How many more were not logged since then */
  more: number;
}

const logged = processSingleton('told-faults', () => new Map<DatabaseFault, LoggedFault>());

/** Logs a failure. While the database is unavailable, every request fails alike: logged once in ten seconds, with the count. */
export function logFailure(error: unknown, about: { requestId: string; path: string }): void {
  const { log } = webRuntime();
  const fault = databaseFaultOf(error);
  if (fault === null) {
    log.error({ event: 'request.failed', err: error, ...about }, 'a request failed');
    return;
  }
  const before = logged.get(fault);
  const now = performance.now();
  if (before !== undefined && now - before.at < quietMs) {
    before.more += 1;
    return;
  }
  logged.set(fault, { at: now, more: 0 });
  const more = before === undefined || before.more === 0 ? {} : { requestsBefore: before.more };
  log.error(
    { event: 'database.unavailable', err: error, fault, ...about, ...more },
    'the database is unavailable',
  );
}
