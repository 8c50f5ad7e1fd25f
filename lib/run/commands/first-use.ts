import { ensureBootstrapKey } from '#lib/auth/create-api-key';
import { createSignInLink } from '#lib/auth/sign-in-link';
import { type Database, openDatabase } from '#lib/db/core/database';
import { hasAdminSignedIn } from '#lib/db/people/sign-ins';
import type { Env } from '#lib/env';
import { makeDemo } from './make-demo.ts';

/**
 * What a start leaves ready: the key of automation, demo devices in an empty database, and a link to sign in with. Null:
 * none is made, since they are switched off or nobody needs one.
 */
export async function prepareFirstUse(env: Env, databaseUrl: string) {
  const db = openDatabase(databaseUrl);
  try {
    await ensureBootstrapKey(db, env.bootstrapApiKey);
    const demoDevices = (await hasDevices(db)) ? 0 : await makeDemo(db, env, new Date());
    return { link: await firstLink(db, env), demoDevices };
  } finally {
    await db.close();
  }
}

/** Once an admin of the tenant has signed in, a link that makes an admin is printed on request only. */
async function firstLink(db: Database, { signIn, azure, url }: Env): Promise<string | null> {
  const isNeeded = azure.mode === 'sandbox' || !(await hasAdminSignedIn(db.pool));
  return signIn.link && isNeeded ? createSignInLink(db, { url, now: new Date() }) : null;
}

async function hasDevices(db: Database): Promise<boolean> {
  return (await db.pool.device.findFirst({ select: { id: true } })) !== null;
}
