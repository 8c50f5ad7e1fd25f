import type { Problem } from '#lib/contract/primitives';
import { databaseFaultOf } from '#lib/db/core/database-fault';
import type { DatabaseFault } from '#lib/domain/database-fault';
import { type ErrorCode, TenkoError } from '#lib/errors';
import { processSingleton } from '#lib/process-singletons';
import { unavailableError } from '../pages/unavailable-error.ts';
import { type RouteAnswer, toResponse } from './route-answer.ts';
import { webRuntime } from './web-runtime.ts';

const meanings = {
  invalid_input: { status: 400, title: 'The input is not valid' },
  not_authenticated: { status: 401, title: 'Not signed in' },
  not_authorized: { status: 403, title: 'Not allowed' },
  wrong_origin: { status: 403, title: 'Request from another site' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  device_not_reportable: { status: 409, title: 'The device cannot be reported' },
  azure_id_not_taken: { status: 409, title: 'No other feed holds the Azure id' },
  device_not_in_entra: { status: 409, title: 'The device has no Azure id, or was deleted from Entra' },
  device_retired: { status: 409, title: 'The device is retired' },
  key_managed: { status: 409, title: 'The key is managed by the environment' },
  key_ended: { status: 409, title: 'The key is no longer in use' },
  count_changed: { status: 409, title: 'The number of devices has changed' },
  confirmation_needed: { status: 409, title: 'Many devices would lose access: confirm their number' },
  source_name_taken: { status: 409, title: 'A source with this name exists' },
  feed_taken: { status: 409, title: 'The feed is in use' },
  source_running: { status: 409, title: 'A run is under way' },
  changed_meanwhile: { status: 409, title: 'Somebody saved a newer version' },
  version_list_in_use: { status: 409, title: 'Policies use this version list' },
  no_destination: { status: 409, title: 'No destination is on' },
  not_a_webhook: { status: 409, title: 'Only webhooks have a secret' },
  mail_not_configured: { status: 409, title: 'This server sends no mail' },
  view_name_taken: { status: 409, title: 'A view with this name exists' },
  too_many_views: { status: 409, title: 'Too many views' },
  too_many_notes: { status: 409, title: 'Too many notes' },
  link_invalid: { status: 410, title: 'The link is no longer valid' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The media type is not supported' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong' },
  azure_refused: { status: 502, title: 'Microsoft refused' },
  azure_unavailable: { status: 503, title: 'Microsoft is unavailable' },
  database_unavailable: { status: 503, title: 'The database is unavailable' },
  server_stopping: { status: 503, title: 'The server is stopping' },
} satisfies Record<ErrorCode, { status: number; title: string }>;

/** An unexpected error never shows its text. */
function knownError(error: unknown): TenkoError {
  if (error instanceof TenkoError) return error;
  const words = 'The server log has the details under this request id.';
  return unavailableError(error) ?? new TenkoError('internal', words);
}

/** An error as RFC 9457 problem details. */
export function problemOf(error: unknown, requestId: string): Problem {
  return toProblem(knownError(error), requestId);
}

function toProblem(known: TenkoError, requestId: string): Problem {
  return {
    type: 'about:blank',
    ...meanings[known.code],
    detail: known.message,
    code: known.code,
    ...(known.reason === undefined ? {} : { reason: known.reason }),
    ...(known.count === undefined ? {} : { count: known.count }),
    ...(known.current === undefined ? {} : { current: known.current }),
    ...(known.imported === undefined ? {} : { imported: known.imported }),
    requestId,
    ...(known.errors === undefined ? {} : { errors: known.errors }),
  };
}

export function problemResponse(error: unknown, requestId: string): Response {
  return toResponse(problemAnswer(error, requestId));
}

export function problemAnswer(error: unknown, requestId: string): RouteAnswer {
  const known = knownError(error);
  const problem = toProblem(known, requestId);
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-request-id': requestId,
  };
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer realm="tenko"';
  if (known.retryAfterMs !== undefined) {
    headers['retry-after'] = String(Math.max(1, Math.ceil(known.retryAfterMs / 1000)));
  }
  return { status: problem.status, headers, body: JSON.stringify(problem) };
}

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
