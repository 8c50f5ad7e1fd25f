import { v7 as uuidv7 } from 'uuid';
import { refuseForeignOrigin } from '../auth/authenticate.ts';
import { signInByLink, signOut } from '../auth/session.ts';
import { readSessionCookie, sessionCookie } from '../auth/session-cookie.ts';
import { TenkoError } from '../errors.ts';
import { problemResponse } from './problem.ts';
import { ownOrigins } from './route.ts';
import { webRuntime } from './web-runtime.ts';

/** Public: uses a one-time link up and leads to the console, or back to the sign-in page with the reason. */
export async function signInWithLink(request: Request): Promise<Response> {
  const requestId = uuidv7();
  const { db, publicUrl, log } = webRuntime();
  const token = new URL(request.url).searchParams.get('token') ?? '';
  const headers = new Headers({
    'x-request-id': requestId,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  try {
    const { secret, expiresAt } = await signInByLink(db, token, { requestId, now: new Date() });
    headers.set('set-cookie', sessionCookie(secret, expiresAt, publicUrl));
    headers.set('location', '/devices');
  } catch (error) {
    if (!(error instanceof TenkoError)) {
      log.error({ err: error, requestId }, 'a sign-in failed');
      return problemResponse(error, requestId);
    }
    headers.set('location', `/sign-in?error=${error.code}`);
  }
  return new Response(null, { status: 303, headers });
}

/** Ends the session of the cookie; without one there is nothing to end. */
export async function endSession(request: Request): Promise<Response> {
  const requestId = uuidv7();
  const { db, publicUrl } = webRuntime();
  try {
    refuseForeignOrigin({
      method: request.method,
      origin: request.headers.get('origin'),
      ownOrigins: ownOrigins(request, publicUrl),
    });
    const secret = readSessionCookie(request.headers.get('cookie'));
    if (secret !== undefined) await signOut(db, secret);
    const headers = { 'set-cookie': sessionCookie('', new Date(0), publicUrl), 'x-request-id': requestId };
    return new Response(null, { status: 204, headers });
  } catch (error) {
    return problemResponse(error, requestId);
  }
}
