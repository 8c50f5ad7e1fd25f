import type { IncomingMessage } from 'node:http';
import { sessionOf } from '../auth/session.ts';
import { readCookie, sessionCookieName } from '../auth/session-cookie.ts';
import type { WebRuntime } from './web-runtime.ts';

/** Whether the cookie of a request holds a session. The page itself, which asks again, finds it in memory. */
export async function isSignedIn(
  { db, publicUrl, signIn }: WebRuntime,
  request: IncomingMessage,
): Promise<boolean> {
  const secret = readCookie(request.headers.cookie ?? null, sessionCookieName(publicUrl));
  const session = await sessionOf(db, secret, { now: new Date(), limits: signIn.session });
  return session !== null;
}
