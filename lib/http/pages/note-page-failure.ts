import type { IncomingHttpHeaders } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import { databaseFaultOf } from '#lib/db/core/database-fault';
import { faultOfDigest } from '#lib/domain/database-fault';
import { logFailure } from '../route/log-failure.ts';
import { answerInstead } from '../server/request-context.ts';
import { unavailablePage } from './unavailable-page.ts';

/**
 * Next tells of whatever fails while a page is made, before it answers: where that was the database, the page that says so
 * is made here, since only what Next has built knows the messages of all languages.
 */
export function notePageFailure(
  error: unknown,
  { path, headers }: { path: string; headers: IncomingHttpHeaders },
): void {
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? error.digest : null;
  const fault = faultOfDigest(digest) ?? databaseFaultOf(error);
  if (fault === null) return;
  const requestId = uuidv7();
  const { cookie, 'accept-language': languages } = headers;
  answerInstead(unavailablePage({ fault, requestId, cookie, languages }));
  logFailure(error, { requestId, path });
}
