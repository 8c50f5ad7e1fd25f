import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { type Session, sessionOf } from '../auth/session.ts';
import { sessionCookieName } from '../auth/session-cookie.ts';
import type { ConnectionIdentity } from '../contract/connection.ts';
import type { Database } from '../db/database.ts';
import { webRuntime } from './web-runtime.ts';

export interface PageContext {
  db: Database;
  session: Session;
  azure: ConnectionIdentity;
  /** Where Tenko is reached */
  publicUrl: string;
}

/** What a page of the console may use; without a session it leads to the sign-in page. */
export async function pageContext(): Promise<PageContext> {
  // Cookies first: it tells Next that the page is made for each request, before a database is opened.
  const secret = (await cookies()).get(sessionCookieName)?.value;
  const { db, azure, publicUrl } = webRuntime();
  const session = await sessionOf(db, secret, new Date());
  if (session === null) redirect('/sign-in');
  return { db, session, azure, publicUrl };
}
