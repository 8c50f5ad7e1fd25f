import { RequestFailed } from '#lib/client/request-json';
import { type DatabaseFault, databaseFaults, faultOfDigest } from '#lib/domain/database-fault';

/** What keeps the database from being used, as a call or a page of ours told the browser; null: it is another error. */
export function faultOfError(error: unknown): DatabaseFault | null {
  if (error instanceof RequestFailed) {
    const { code, reason } = error.problem ?? {};
    if (code !== 'database_unavailable') return null;
    return databaseFaults.find((fault) => fault === reason) ?? null;
  }
  const hasDigest = typeof error === 'object' && error !== null && 'digest' in error;
  return hasDigest ? faultOfDigest(error.digest) : null;
}
