import { v7 as uuidv7 } from 'uuid';
import { TenkoError } from '#lib/errors';
import { problemResponse } from '../route/problem.ts';
import { readBody } from '../route/read-input.ts';
import { publicRoute } from '../route/route.ts';
import { webRuntime } from '../route/web-runtime.ts';
import { requestContext } from '../server/request-context.ts';

/** In bytes */
const longestForm = 4_096;
const passedOn = ['content-type', 'location', 'content-security-policy'] as const;

/** A sign-in page of the sandbox, relayed: its certificate is trusted by us, and by no browser. */
export const sandboxPage = (page: 'authorize' | 'logout') =>
  publicRoute(async (request) => {
    const requestId = uuidv7();
    try {
      const { signIn, publicUrl } = webRuntime();
      const isClosed = isRenamed(request, publicUrl) || isBroughtIn(publicUrl);
      if (signIn.sandboxPages === null || isClosed) {
        throw new TenkoError('not_found', 'Not found.');
      }
      return await relay(request, `${signIn.sandboxPages}/${page}`, requestId);
    } catch (error) {
      if (error instanceof TenkoError) return problemResponse(error, requestId);
      webRuntime().log.error(
        { event: 'sandbox.no_response', err: error, requestId },
        'the sandbox did not respond',
      );
      return problemResponse(new TenkoError('azure_unavailable', 'The sandbox does not respond.'), requestId);
    }
  });

/** Another site may let its name lead to this machine: on a laptop, where nobody else can come, it must find nothing. */
function isRenamed(request: Request, publicUrl: string): boolean {
  return isForThisMachine(publicUrl) && request.headers.get('host') !== new URL(publicUrl).host;
}

/**
 * Whether a proxy or a tunnel, which may bring anybody, passed a request on to a Tenko that is meant for its own machine.
 * Whoever opens the sandbox to others says so by TENKO_URL and TENKO_SANDBOX_SIGN_IN.
 */
export function isBroughtIn(publicUrl: string): boolean {
  return isForThisMachine(publicUrl) && requestContext().proxied;
}

function isForThisMachine(publicUrl: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(publicUrl).hostname);
}

async function relay(request: Request, address: string, requestId: string): Promise<Response> {
  const form = request.method === 'POST' ? (await readBody(request, longestForm)).toString() : undefined;
  const answer = await fetch(`${address}${new URL(request.url).search}`, {
    method: request.method,
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
    ...(form === undefined
      ? {}
      : { body: form, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  });
  const headers = new Headers({ 'cache-control': 'no-store', 'x-request-id': requestId });
  for (const name of passedOn) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(await answer.text(), { status: answer.status, headers });
}
