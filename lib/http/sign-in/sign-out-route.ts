import { v7 as uuidv7 } from 'uuid';
import { refuseForeignOrigin } from '#lib/auth/authenticate';
import { endedCookie, readCookie, sessionCookieName } from '#lib/auth/session-cookie';
import { signOut } from '#lib/auth/sign-out';
import { callerOrigin } from '../limits/caller-address.ts';
import { noteRefusal } from '../limits/note-refusal.ts';
import { problemResponse } from '../route/problem.ts';
import { publicRoute } from '../route/public-route.ts';
import { ownOrigins } from '../route/route.ts';
import { webRuntime } from '../route/web-runtime.ts';

/** Ends the session of the cookie; without one there is nothing to end. */
export const signOutHere = publicRoute(async (request) => {
  const requestId = uuidv7();
  const { db, publicUrl, trustedProxies } = webRuntime();
  const call = { requestId, from: callerOrigin(request.headers, trustedProxies) };
  const name = sessionCookieName(publicUrl);
  try {
    const asked = {
      method: request.method,
      origin: request.headers.get('origin'),
      ownOrigins: ownOrigins(request, publicUrl),
    };
    refuseForeignOrigin(asked, { kind: 'unknown', name: '', ...call });
    const secret = readCookie(request.headers.get('cookie'), name);
    if (secret !== undefined) await signOut(db, secret, { now: new Date(), ...call });
    const headers = { 'set-cookie': endedCookie(name, publicUrl), 'x-request-id': requestId };
    return new Response(null, { status: 204, headers });
  } catch (error) {
    await noteRefusal(webRuntime(), error, request);
    return problemResponse(error, requestId);
  }
});
