import type { HttpAnswer } from '#lib/azure/http-client';

/** An answer with a body that the sandbox never gives. */
export function makeAnswer(body: unknown, status = 200): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const trace = { clientRequestId: 'ours', requestId: 'theirs', status, answer: text, durationMs: 1 };
  return { status, headers: {}, text, trace };
}
