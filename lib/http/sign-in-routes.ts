import { v7 as uuidv7 } from 'uuid';
import { refuseForeignOrigin } from '../auth/authenticate.ts';
import { signInByLink, signOut } from '../auth/session.ts';
import { readSessionCookie, sessionCookie } from '../auth/session-cookie.ts';
import type { Database } from '../db/database.ts';
import { findPreferences } from '../db/preferences.ts';
import { preferenceOwner } from '../domain/preference-owner.ts';
import { TenkoError } from '../errors.ts';
import { type PreferenceName, preferenceCookie, preferenceCookies } from '../i18n/preferences.ts';
import { callerOrigin } from './caller-address.ts';
import { noteRefusal } from './note-refusal.ts';
import { problemResponse } from './problem.ts';
import { ownOrigins } from './route.ts';
import { webRuntime } from './web-runtime.ts';

/** Public: uses a one-time link up and leads to the console, or back to the sign-in page with the reason. */
export async function signInWithLink(request: Request): Promise<Response> {
  const requestId = uuidv7();
  const { db, publicUrl, log, refusals, trustedProxies } = webRuntime();
  const from = callerOrigin(request.headers, trustedProxies);
  const now = new Date();
  const token = new URL(request.url).searchParams.get('token') ?? '';
  const headers = new Headers({
    'x-request-id': requestId,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  try {
    const { secret, expiresAt, name } = await signInByLink(db, token, { requestId, from, now });
    headers.set('set-cookie', sessionCookie(secret, expiresAt, publicUrl));
    for (const cookie of await preferencesOf(db, name)) headers.append('set-cookie', cookie);
    headers.set('location', '/overview');
  } catch (error) {
    if (!(error instanceof TenkoError)) {
      log.error({ err: error, requestId }, 'a sign-in failed');
      return problemResponse(error, requestId);
    }
    const actor = { kind: 'unknown', name: '', requestId, from } as const;
    const details = { code: error.code };
    await refusals.note({ actor, action: 'session.sign_in', target: null, details }, now).catch((failure) => {
      log.error({ err: failure, requestId }, 'a refusal could not be written down');
    });
    headers.set('location', `/sign-in?error=${error.code}`);
  }
  return new Response(null, { status: 303, headers });
}

/** What this admin chose in any browser holds in this one, too. */
async function preferencesOf(db: Database, admin: string): Promise<string[]> {
  const choices = await findPreferences(db.pool, preferenceOwner({ kind: 'admin', name: admin }));
  const names = Object.keys(preferenceCookies) as PreferenceName[];
  const cookies = names.flatMap((name) => (choices[name] ? [preferenceCookie(name, choices[name])] : []));
  const zone = choices.timeZoneChoice;
  return zone ? [...cookies, preferenceCookie('timeZone', zone)] : cookies;
}

/** Ends the session of the cookie; without one there is nothing to end. */
export async function endSession(request: Request): Promise<Response> {
  const requestId = uuidv7();
  const { db, publicUrl, trustedProxies } = webRuntime();
  const from = callerOrigin(request.headers, trustedProxies);
  try {
    const asked = {
      method: request.method,
      origin: request.headers.get('origin'),
      ownOrigins: ownOrigins(request, publicUrl),
    };
    refuseForeignOrigin(asked, { kind: 'unknown', name: '', requestId, from });
    const secret = readSessionCookie(request.headers.get('cookie'));
    if (secret !== undefined) await signOut(db, secret);
    const headers = { 'set-cookie': sessionCookie('', new Date(0), publicUrl), 'x-request-id': requestId };
    return new Response(null, { status: 204, headers });
  } catch (error) {
    await noteRefusal(webRuntime(), error, request);
    return problemResponse(error, requestId);
  }
}
