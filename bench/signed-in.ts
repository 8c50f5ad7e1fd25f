import type { Database } from '#lib/db/core/database';
import { createApiKey } from '../lib/auth/create-api-key.ts';
import { sessionCookieName } from '../lib/auth/session-cookie.ts';
import { createSignInLink, signInByLink } from '../lib/auth/sign-in-link.ts';

export const publicUrl = 'http://bench.example';
const day = 86_400_000;

/** An API key in a header, and a session in a cookie as a browser has it. */
export async function signedIn(db: Database): Promise<{ headers: Record<string, string>; cookie: string }> {
  const now = new Date();
  const { key } = await createApiKey(db, { name: 'bench', feed: null, scopes: ['devices:read'], now });
  const link = new URL(await createSignInLink(db, { url: publicUrl, now }));
  const { secret } = await signInByLink(db, link.searchParams.get('token') ?? '', {
    now,
    requestId: 'bench',
    limits: { idleMs: day, lifetimeMs: day },
    replaces: undefined,
    from: { address: null, userAgent: 'bench' },
  });
  return { headers: { authorization: `Bearer ${key}` }, cookie: `${sessionCookieName(publicUrl)}=${secret}` };
}
