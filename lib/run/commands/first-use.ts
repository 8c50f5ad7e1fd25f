import { ensureBootstrapKey } from '#lib/auth/create-api-key';
import { createSignInLink } from '#lib/auth/sign-in-link';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { type Database, openDatabase } from '#lib/db/core/database';
import { hasAdminSignedIn } from '#lib/db/people/sign-ins';
import { addSnapshots } from '#lib/db/reports/overview';
import type { Env } from '#lib/env';
import { demoHistory } from '../fleet/demo-history.ts';
import { createFleet } from '../fleet/fleet.ts';

const demoBatch = 500;
const demoSpreadMs = 4 * 24 * 3_600_000;

/**
 * What a start leaves ready: the key of automation, demo devices in an empty database, and a link to sign in with. Null:
 * none is made, since they are switched off or nobody needs one.
 */
export async function prepareFirstUse(env: Env, databaseUrl: string) {
  const db = openDatabase(databaseUrl);
  try {
    await ensureBootstrapKey(db, env.bootstrapApiKey);
    const demoDevices = (await hasDevices(db)) ? 0 : await makeDemoDevices(db, env);
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

/** Some of them make the sandbox misbehave, so that every screen has something to show. */
async function makeDemoDevices(db: Database, { demoDevices, azure }: Env): Promise<number> {
  if (demoDevices === 0) return 0;
  const now = new Date();
  const withSandboxFaults = azure.mode === 'sandbox';
  const fleet = createFleet({
    seed: 'demo',
    devices: demoDevices,
    withSandboxFaults,
    spreadMs: demoSpreadMs,
  });
  const checkIns = fleet.checkIns(0, now);
  for (let start = 0; start < checkIns.length; start += demoBatch) {
    await recordCheckIns(db, { feed: 'demo', checkIns: checkIns.slice(start, start + demoBatch), now });
  }
  // Of the sandbox alone: what charts show of a tenant was counted.
  if (withSandboxFaults) await addSnapshots(db.pool, demoHistory(demoDevices, now));
  return demoDevices;
}
