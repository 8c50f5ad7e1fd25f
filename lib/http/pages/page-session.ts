import type { IncomingMessage } from 'node:http';
import { sessionOf } from '#lib/auth/session';
import { readCookie, sessionCookieName } from '#lib/auth/session-cookie';
import type { WebRuntime } from '../route/web-runtime.ts';

/** Whether the cookie of a request holds a session. The page itself, which asks again, finds it in memory. */
export async function isSignedIn(
  { db, publicUrl, signIn }: WebRuntime,
  request: IncomingMessage,
): Promise<boolean> {
  const secret = readCookie(request.headers.cookie ?? null, sessionCookieName(publicUrl));
  const session = await sessionOf(db, secret, { now: new Date(), limits: signIn.session });
  return session !== null;
}
