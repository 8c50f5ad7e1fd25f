import { Refusal } from '#lib/auth/authenticate';
import { personName } from '#lib/auth/session';
import type { CallerOrigin } from '#lib/domain/people/actor';
import type { SignInMethod } from '#lib/domain/people/entra-sign-in';
import type { SignInRefused } from '#lib/domain/people/sign-in-problem';
import type { WebRuntime } from '../route/web-runtime.ts';
import { inRequest } from '../server/request-context.ts';
import type { RefusedRequest } from '../server/web-server.ts';
import { callerOrigin } from './caller-address.ts';
import type { RefusedCall } from './refusal-log.ts';

const longestTarget = 200;
const longestCause = 300;
const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** Writes a refused call to the audit log. Other errors are not refusals; a failed write changes no response. */
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
  await tell({ refusals, log }, { actor, action: 'api.call', target, details });
}

/** Tells log and audit log of a request that the server itself refused: not what it said, since anybody can say anything. */
export async function noteRefusedRequest(
  runtime: Pick<WebRuntime, 'refusals' | 'log' | 'trustedProxies'>,
  { status, reason, requestId, peer, request }: RefusedRequest,
): Promise<void> {
  // What is only not there is no refusal.
  if (status === 404) return;
  const read = (name: string) => [request?.headers[name]].flat()[0] ?? null;
  const from = inRequest({ peer }, () => callerOrigin({ get: read }, runtime.trustedProxies));
  const method = request?.method ?? null;
  // The reason, not the request: so a flood of nonsense of all kinds is few events.
  const target = method === null ? reason : `${method} (${reason})`;
  runtime.log.warn(
    { event: 'request.refused', requestId, status, reason, method, address: from.address },
    'a request was refused',
  );
  const actor = { kind: 'unknown' as const, name: '', requestId, from };
  await tell(runtime, {
    actor,
    action: 'api.call',
    target,
    details: { code: status === 405 ? 'method_not_allowed' : 'invalid_input', cause: reason },
  });
}

/** Tells the audit log of a sign-in that did not come about: of whom, where Microsoft said so. */
export async function noteRefusedSignIn(
  runtime: Pick<WebRuntime, 'refusals' | 'log'>,
  { problem, message, person }: SignInRefused,
  by: SignInMethod,
  { requestId, from }: { requestId: string; from: CallerOrigin },
): Promise<void> {
  const who =
    person === null
      ? { kind: 'unknown' as const, name: '' }
      : { kind: 'admin' as const, name: personName(person) };
  const details = { by, code: problem, cause: message.slice(0, longestCause) };
  await tell(runtime, {
    actor: { ...who, requestId, from },
    action: 'session.sign_in',
    target: null,
    details,
  });
}

async function tell({ refusals, log }: Pick<WebRuntime, 'refusals' | 'log'>, refused: RefusedCall) {
  try {
    await refusals.note(refused, new Date());
  } catch (failure) {
    log.error(
      { event: 'refusal.not_recorded', err: failure, requestId: refused.actor.requestId },
      'a refusal could not be recorded in the audit log',
    );
  }
}
