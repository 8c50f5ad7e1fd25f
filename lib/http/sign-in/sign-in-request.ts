import { v7 as uuidv7 } from 'uuid';
import { type BegunSession, ownerOf, type SignInContext, sessionOf } from '#lib/auth/session';
import {
  attemptCookieName,
  endedCookie,
  readCookie,
  secretCookie,
  sessionCookieName,
} from '#lib/auth/session-cookie';
import type { Database } from '#lib/db/core/database';
import { databaseFaultOf } from '#lib/db/core/database-fault';
import { findPreferences } from '#lib/db/people/preferences';
import type { SignInMethod } from '#lib/domain/people/entra-sign-in';
import { SignInRefused } from '#lib/domain/people/sign-in-problem';
import { TenkoError } from '#lib/errors';
import { type PreferenceName, preferenceCookie, preferenceCookies } from '#lib/i18n/preference-cookies';
import { limitedAddress } from '../limits/call-limit.ts';
import { callerOrigin } from '../limits/caller-address.ts';
import { noteRefusedSignIn } from '../limits/note-refusal.ts';
import { tooManyPage, unavailablePage } from '../pages/error-pages.ts';
import { logFailure } from '../route/problem.ts';
import { toResponse } from '../route/route-answer.ts';
import { type WebRuntime, webRuntime } from '../route/web-runtime.ts';

interface SignInRequest extends SignInContext {
  url: URL;
  /** Of the attempt's cookie */
  attempt: string | undefined;
}

/**
 * Runs a step of signing in, and leads the browser on; whatever fails, it ends at the sign-in page with the reason.
 * `by`: the method of the sign-in; null: nobody signs in, so that nothing is refused.
 */
export async function signInStep(
  request: Request,
  by: SignInMethod | null,
  step: (runtime: WebRuntime, asked: SignInRequest) => Promise<Response>,
): Promise<Response> {
  // Next handles HEAD as GET: a mail filter that only looks must not use up a link.
  if (request.method === 'HEAD') return new Response(null, { headers: { 'cache-control': 'no-store' } });
  const runtime = webRuntime();
  const { publicUrl, log, signIn, trustedProxies } = runtime;
  const cookie = request.headers.get('cookie');
  const requestId = uuidv7();
  const asked = {
    url: new URL(request.url),
    attempt: readCookie(cookie, attemptCookieName(publicUrl)),
    now: new Date(),
    requestId,
    limits: signIn.session,
    replaces: readCookie(cookie, sessionCookieName(publicUrl)),
    from: callerOrigin(request.headers, trustedProxies),
  };
  try {
    if (by !== null) await runtime.limits.signIn.takeExactly(limitedAddress(asked.from.address));
    return await step(runtime, asked);
  } catch (error) {
    if (error instanceof TenkoError && error.code === 'too_many_requests') {
      log.warn(
        { event: 'sign_in.limited', requestId, address: asked.from.address },
        'too many sign-ins from one address',
      );
      return tooManyPage(request, error, requestId);
    }
    const fault = databaseFaultOf(error);
    if (fault !== null) {
      logFailure(error, { requestId, path: asked.url.pathname });
      return toResponse(await unavailablePage({ fault, requestId, ...languagesOf(request) }));
    }
    const problem = error instanceof SignInRefused ? error.problem : 'failed';
    if (error instanceof SignInRefused) {
      log.info(
        { event: 'sign_in.refused', requestId, problem, cause: error.message },
        'a sign-in was refused',
      );
      if (by !== null) await noteRefusedSignIn(runtime, error, by, asked);
    } else {
      log.error({ event: 'sign_in.failed', err: error, requestId }, 'a sign-in failed');
    }
    return leadTo(
      problem === 'link_invalid' && (await isSignedIn(runtime, asked))
        ? '/overview?notice=link_used'
        : `/sign-in?error=${problem}`,
      requestId,
    );
  }
}

/** Whoever opens a used link a second time is where it led the first time. */
async function isSignedIn({ db }: WebRuntime, { replaces, now, limits }: SignInRequest): Promise<boolean> {
  return (await sessionOf(db, replaces, { now, limits })) !== null;
}

function languagesOf({ headers }: Request): { cookie: string | null; languages: string | null } {
  return { cookie: headers.get('cookie'), languages: headers.get('accept-language') };
}

/** Neither cached nor sent to other sites: the address may hold a code. */
export function leadTo(location: string, requestId: string): Response {
  const headers = { location, 'x-request-id': requestId, 'cache-control': 'no-store' };
  return new Response(null, { status: 303, headers: { ...headers, 'referrer-policy': 'no-referrer' } });
}

/** Gives the browser its session, and what this person chose in any other browser. */
export async function leadIn(
  { db, publicUrl }: WebRuntime,
  begun: BegunSession,
  { location, requestId }: { location: string; requestId: string },
): Promise<Response> {
  const { secret: value, expiresAt: expires } = begun;
  const response = leadTo(location, requestId);
  const add = (cookie: string) => response.headers.append('set-cookie', cookie);
  add(secretCookie(sessionCookieName(publicUrl), { value, expires }, publicUrl));
  for (const cookie of await preferencesOf(db, begun)) add(cookie);
  if (begun.method === 'entra') add(endedCookie(attemptCookieName(publicUrl), publicUrl));
  return response;
}

async function preferencesOf(db: Database, begun: BegunSession): Promise<string[]> {
  const choices = await findPreferences(db.pool, ownerOf(begun));
  const names = Object.keys(preferenceCookies) as PreferenceName[];
  const cookies = names.flatMap((name) => (choices[name] ? [preferenceCookie(name, choices[name])] : []));
  const zone = choices.timeZoneChoice;
  return zone ? [...cookies, preferenceCookie('timeZone', zone)] : cookies;
}
