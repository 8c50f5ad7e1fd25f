import { v7 as uuidv7 } from 'uuid';
import { refuseForeignOrigin } from '#lib/auth/authenticate';
import { beginEntraSignIn, finishEntraSignIn } from '#lib/auth/entra-sign-in';
import { signOut } from '#lib/auth/open-sessions';
import {
  attemptCookieName,
  endedCookie,
  readCookie,
  secretCookie,
  sessionCookieName,
} from '#lib/auth/session-cookie';
import { signInByLink } from '#lib/auth/sign-in-link';
import type { EntraSignIn } from '#lib/domain/people/entra-sign-in';
import { SignInRefused } from '#lib/domain/people/sign-in-problem';
import { callerOrigin } from '../limits/caller-address.ts';
import { noteRefusal } from '../limits/note-refusal.ts';
import { problemResponse } from '../route/problem.ts';
import { ownOrigins, publicRoute } from '../route/route.ts';
import { type SignInRuntime, webRuntime } from '../route/web-runtime.ts';
import { isBroughtIn } from './sandbox-pages.ts';
import { leadIn, leadTo, signInStep } from './sign-in-request.ts';

/** Uses a one-time link up, and leads to the console. */
export const signInWithLink = publicRoute((request) =>
  signInStep(request, 'link', async (runtime, asked) => {
    if (!runtime.signIn.link) throw new SignInRefused('link_off', 'links are switched off');
    const begun = await signInByLink(runtime.db, asked.url.searchParams.get('token') ?? '', asked);
    return leadIn(runtime, begun, { location: '/overview', requestId: asked.requestId });
  }),
);

/** Leads to Microsoft. */
export const goToMicrosoft = publicRoute((request) =>
  signInStep(request, 'entra', async ({ db, signIn, publicUrl }, { url, now, requestId }) => {
    if (signIn.sandboxPages !== null && isBroughtIn(publicUrl)) {
      throw new SignInRefused('app_refused', 'the sandbox is open to this machine only');
    }
    const returnTo = url.searchParams.get('returnTo');
    const begun = await beginEntraSignIn(db, openEntra(signIn), { returnTo, now });
    const response = leadTo(begun.url, requestId);
    const cookie = { value: begun.secret, expires: begun.expiresAt };
    response.headers.append('set-cookie', secretCookie(attemptCookieName(publicUrl), cookie, publicUrl));
    return response;
  }),
);

/** Where Microsoft leads back to. */
export const returnFromMicrosoft = publicRoute((request) =>
  signInStep(request, 'entra', async (runtime, asked) => {
    const { signIn, db } = runtime;
    const given = asked.url.searchParams;
    const answer = {
      code: given.get('code'),
      state: given.get('state'),
      error: given.get('error'),
      errorDescription: given.get('error_description'),
    };
    const { attempt } = asked;
    const { roleGroups } = signIn;
    const begun = await finishEntraSignIn(db, openEntra(signIn), { attempt, answer, roleGroups }, asked);
    return leadIn(runtime, begun, { location: begun.returnTo, requestId: asked.requestId });
  }),
);

/** Leads to where the browser's session at Microsoft ends. */
export const signOutAtMicrosoft = publicRoute((request) =>
  signInStep(request, null, async ({ signIn }, { requestId }) =>
    leadTo(await openEntra(signIn).signOutUrl(), requestId),
  ),
);

/** A certificate that cannot be read is the app's fault, not the person's. */
function openEntra({ entra }: SignInRuntime): EntraSignIn {
  if (entra === null) throw new SignInRefused('app_refused', 'sign-in by Microsoft is switched off');
  try {
    return entra();
  } catch (error) {
    throw new SignInRefused('app_refused', error instanceof Error ? error.message : 'unusable configuration');
  }
}

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
