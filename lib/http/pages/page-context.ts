import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { type Session, sessionOf } from '#lib/auth/session';
import { sessionCookieName } from '#lib/auth/session-cookie';
import type { ConnectionIdentity } from '#lib/contract/connection';
import type { Database } from '#lib/db/core/database';
import { returnPath } from '#lib/domain/people/return-path';
import { includeRole, type Role } from '#lib/domain/people/scope';
import { TenkoError } from '#lib/errors';
import { type WebRuntime, webRuntime } from '../route/web-runtime.ts';
import { requestContext } from '../server/request-context.ts';
import { unavailableError } from './unavailable-error.ts';

export interface PageContext {
  db: Database;
  session: Session;
  azure: ConnectionIdentity;
  limits: WebRuntime['signIn']['session'];
  alerts: WebRuntime['alerts'];
  simulatedSources: WebRuntime['simulatedSources'];
  ticket: WebRuntime['ticket'];
  /** Where Tenko is reached */
  publicUrl: string;
  installation: WebRuntime['installation'];
}

/** Once a request, for layout and page alike. */
const signedIn = cache(async (): Promise<PageContext> => {
  // Cookies first: this makes Next render the page for each request, before a database is opened.
  const jar = await cookies();
  const { db, azure, alerts, ticket, publicUrl, signIn, simulatedSources, installation } = webRuntime();
  const secret = jar.get(sessionCookieName(publicUrl))?.value;
  const limits = signIn.session;
  const now = new Date();
  const session = await sessionOf(db, secret, { now, limits }).catch((error: unknown) => {
    throw pageFailure(error);
  });
  if (session === null) {
    const path = returnPath(requestContext().page);
    redirect(path === '/' ? '/sign-in' : `/sign-in?returnTo=${encodeURIComponent(path)}`);
  }
  if (isTooMany(session.id, now)) redirect('/api/busy');
  return { db, session, azure, limits, alerts, ticket, publicUrl, simulatedSources, installation };
});

/** Of the scripts of the page that is being made. */
export function pageNonce(): string | undefined {
  return requestContext().nonce ?? undefined;
}

/** The error of a page: if the database could not be used, it says so to the page shown instead. */
export function pageFailure(error: unknown): unknown {
  return unavailableError(error) ?? error;
}

/** A page counts as one call of its session. */
function isTooMany(sessionId: string, now: Date): boolean {
  try {
    webRuntime().limits.session.take(sessionId, now.getTime());
    return false;
  } catch (error) {
    if (error instanceof TenkoError && error.code === 'too_many_requests') return true;
    throw error;
  }
}

/**
 * What a page of the console may use. `role`: what it needs. Without a session it leads to the sign-in page,
 * with too little of a role to the page that says so.
 */
export async function pageContext({ role = 'viewer' }: { role?: Role } = {}): Promise<PageContext> {
  const context = await signedIn();
  if (!includeRole(context.session.roles, role)) redirect(`/no-access?needs=${role}`);
  return context;
}
