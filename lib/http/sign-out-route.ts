import { v7 as uuidv7 } from 'uuid';
import { refuseForeignOrigin } from '../auth/authenticate.ts';
import { endedCookie, readCookie, sessionCookieName } from '../auth/session-cookie.ts';
import { signOut } from '../auth/sign-out.ts';
import { problemResponse } from './problem.ts';
import { publicRoute } from './public-route.ts';
import { ownOrigins } from './route.ts';
import { webRuntime } from './web-runtime.ts';

/** Ends the session of the cookie; without one there is nothing to end. */
export const signOutHere = publicRoute(async (request) => {
  const requestId = uuidv7();
  const { db, publicUrl } = webRuntime();
  const name = sessionCookieName(publicUrl);
  try {
    refuseForeignOrigin({
      method: request.method,
      origin: request.headers.get('origin'),
      ownOrigins: ownOrigins(request, publicUrl),
    });
    const secret = readCookie(request.headers.get('cookie'), name);
    if (secret !== undefined) await signOut(db, secret, { now: new Date(), requestId });
    const headers = { 'set-cookie': endedCookie(name, publicUrl), 'x-request-id': requestId };
    return new Response(null, { status: 204, headers });
  } catch (error) {
    return problemResponse(error, requestId);
  }
});
