import { databaseFaultOf } from '#lib/db/core/database-fault';
import { type DatabaseFault, retryAfterSeconds, unavailableDigest } from '#lib/domain/database-fault';
import { TenkoError } from '#lib/errors';

const words: Record<DatabaseFault, string> = {
  unreachable: 'it does not respond',
  restarting: 'it is starting or stopping',
  read_only: 'it accepts no changes, because it is a standby or read-only',
  disk_full: 'its disk is full',
  too_many_connections: 'it has no free connection',
  overloaded: 'it is short of memory or another resource',
  too_slow: 'it took too long to respond',
  conflict: 'several changes arrived at the same moment',
  refused: 'it does not accept the user, password or database name',
  tls: 'its certificate is not trusted, or TLS failed',
};

/** What the database could not do as the refusal that callers get; null: it was something else. */
export function unavailableError(error: unknown): TenkoError | null {
  const fault = databaseFaultOf(error);
  if (fault === null) return null;
  const refusal = new TenkoError('database_unavailable', `The database is unavailable: ${words[fault]}.`, {
    reason: fault,
    retryAfterMs: retryAfterSeconds[fault] * 1000,
  });
  // Of a page's error, this is all that Next sends to the browser.
  return Object.assign(refusal, { digest: unavailableDigest(fault), cause: error });
}
