import { Refusal } from '../auth/refusal.ts';
import type { WebRuntime } from './web-runtime.ts';

const longestTarget = 200;
const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** Tells the audit log of a refused call. Whatever else went wrong is none; and what cannot be told changes no answer. */
export async function noteRefusal(
  { refusals, log }: Pick<WebRuntime, 'refusals' | 'log'>,
  error: unknown,
  request: Request,
): Promise<void> {
  if (!(error instanceof Refusal)) return;
  const { actor, code, key } = error;
  // Ids aside: to try one after the other is the same refusal.
  const path = new URL(request.url).pathname.replace(id, '{id}');
  const target = `${request.method} ${path}`.slice(0, longestTarget);
  const details = { code, ...(key === null ? {} : { key }) };
  try {
    await refusals.note({ actor, action: 'api.call', target, details }, new Date());
  } catch (failure) {
    log.error({ err: failure, requestId: actor.requestId }, 'a refusal could not be written down');
  }
}
