import type { OperationName } from '#lib/contract/operations';
import { traced } from '#lib/telemetry/tracing';
import type { RouteAnswer } from './route-answer.ts';
import { webRuntime } from './web-runtime.ts';

/** Asked for all the time by programs that watch: a trace of it tells nothing. */
const watching: OperationName = 'GET /metrics';

/**
 * Answers an operation as a part of the trace that its caller is in (`traceparent` of W3C Trace Context), or as a new one. It is
 * named by its declaration: the address itself has ids and names in it.
 */
export function tracedAnswer<T extends { status: number }>(
  name: OperationName | undefined,
  request: Request,
  answer: () => Promise<T>,
): Promise<T> {
  if (name === undefined || name === watching) return answer();
  const [method = '', route = ''] = name.split(' ');
  const given = request.headers.get('traceparent');
  const attributes = { 'http.request.method': method, 'http.route': route };
  return traced(
    name,
    { kind: 'server', parents: given === null ? [] : [given], attributes },
    async (span) => {
      const answered = await answer();
      span.set({ 'http.response.status_code': answered.status });
      if (answered.status >= 500) span.fail(String(answered.status));
      return answered;
    },
  );
}

/**
 * Logs each answered call, where the level is debug: by its declared path, and with the request id that its caller was given.
 * The address itself would have ids and names in it.
 */
export async function loggedAnswer<T extends RouteAnswer | Response>(
  name: OperationName | undefined,
  { method }: Request,
  answer: () => Promise<T>,
): Promise<T> {
  const { log } = webRuntime();
  if (!log.isLevelEnabled('debug')) return answer();
  const began = performance.now();
  const answered = await answer();
  const ms = Math.round(performance.now() - began);
  const { status } = answered;
  const requestId = new Headers(answered.headers).get('x-request-id');
  const path = name?.split(' ')[1] ?? 'unknown';
  log.debug({ event: 'api.answered', method, path, status, ms, requestId }, 'a call was answered');
  return answered;
}
