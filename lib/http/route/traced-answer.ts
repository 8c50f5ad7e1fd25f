import type { OperationName } from '#lib/contract/operations';
import { traced } from '#lib/telemetry/tracing';

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
