import { databaseFaultOf } from '#lib/db/core/database-fault';
import { type DatabaseFault, retryAfterSeconds, unavailableDigest } from '#lib/domain/database-fault';
import { TenkoError } from '#lib/errors';

const words: Record<DatabaseFault, string> = {
  unreachable: 'it does not answer',
  restarting: 'it is starting or stopping',
  read_only: 'it takes no changes: it is a standby, or was switched to reading',
  disk_full: 'its disk is full',
  too_many_connections: 'it has no free connection',
  overloaded: 'it is short of memory or of another resource',
  too_slow: 'it took too long',
  conflict: 'several changes met',
  refused: 'it does not take the user, the password or the name of the database',
  tls: 'its certificate is not trusted, or TLS cannot be agreed on',
};

/** What the database could not do as the refusal that callers get; null: it was something else. */
export function unavailableError(error: unknown): TenkoError | null {
  const fault = databaseFaultOf(error);
  if (fault === null) return null;
  const refusal = new TenkoError(
    'database_unavailable',
    `The database cannot be used just now: ${words[fault]}.`,
    { reason: fault, retryAfterMs: retryAfterSeconds[fault] * 1000 },
  );
  // Of an error of a page, this is all that Next tells the browser.
  return Object.assign(refusal, { digest: unavailableDigest(fault), cause: error });
}
