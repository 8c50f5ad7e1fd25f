import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { CheckInInput } from '#lib/contract/check-in';
import { policyInput } from '#lib/contract/policy';
import type { Database } from '#lib/db/core/database';
import { addSnapshots } from '#lib/db/reports/overview';
import type { Actor } from '#lib/domain/people/actor';
import type { Env } from '#lib/env';
import { listPolicies } from '#lib/policies/list-policies';
import { createException } from '#lib/policies/policy-exceptions';
import { createPolicy } from '#lib/policies/save-policy';
import { demoHistory } from '../fleet/demo-history.ts';
import { createFleet, smallDemo } from '../fleet/fleet.ts';

const batchSize = 500;
const dayMs = 24 * 3_600_000;
const spreadMs = 4 * dayMs;
const demo: Actor = { kind: 'system', name: 'demo', requestId: null };
const giver = { actor: demo, owner: 'admin:demo' } as const;

const policy = policyInput.parse({
  name: 'macOS 26 or newer',
  description: 'Older versions do not get every security update.',
  scope: { os: ['macos'] },
  rule: { all: [{ fact: 'osVersion', op: 'olderThan', value: '26.0' }] },
  steps: [
    { after: 'PT0S', action: 'send_alert' },
    { after: 'P14D', action: 'block' },
  ],
  fix: {
    en: {
      title: 'Update macOS',
      text: 'Open System Settings > General > Software Update. If there is no update, ask the help desk for a newer Mac.',
    },
  },
});

/**
 * Fills a database that has no devices, and returns how many it has then. In the sandbox, every screen has something to show:
 * names that make the sandbox misbehave, a policy with exceptions, and a past.
 */
export async function makeDemo(db: Database, { demoDevices, azure }: Env, now: Date): Promise<number> {
  if (demoDevices === 0) return 0;
  const inSandbox = azure.mode === 'sandbox';
  const fleet = createFleet({ seed: 'demo', devices: demoDevices, withSandboxFaults: inSandbox, spreadMs });
  const checkIns = fleet.checkIns(0, now);
  const record = async () => {
    const ids = new Map<string, string | null>();
    for (let start = 0; start < checkIns.length; start += batchSize) {
      const batch = checkIns.slice(start, start + batchSize);
      const { results } = await recordCheckIns(db, { feed: 'demo', checkIns: batch, now });
      for (const { externalId, deviceId } of results) if (externalId !== null) ids.set(externalId, deviceId);
    }
    return ids;
  };
  if (inSandbox) {
    await recordUnderPolicy(db, { checkIns, record, now });
    // What charts show of a tenant was counted.
    await addSnapshots(db.pool, demoHistory(demoDevices, now));
  } else {
    await record();
  }
  return demoDevices;
}

interface Recording {
  checkIns: readonly CheckInInput[];
  /** Returns the ids of the devices by their external ids */
  record: () => Promise<Map<string, string | null>>;
  now: Date;
}

/** The policy comes first, so that devices violate it from their first check-in on. A small demo has none. */
async function recordUnderPolicy(db: Database, { checkIns, record, now }: Recording): Promise<void> {
  const old = checkIns
    .slice(smallDemo)
    .filter(({ device: { os, osVersion } }) => os === 'macos' && Number.parseInt(osVersion, 10) < 26);
  const [ofUser, alone] = old;
  const user = ofUser?.user?.principalName;
  const { items } = await listPolicies(db, now);
  if (!user || alone === undefined || items.length > 0) {
    await record();
    return;
  }
  const { id: policyId } = await createPolicy(db, policy, demo, now);
  const until = (days: number) => new Date(now.getTime() + days * dayMs).toISOString();
  const except = {
    policyId,
    userPrincipalName: user,
    until: until(60),
    reason: 'On parental leave. The Mac gets its update on return.',
  };
  await createException(db, except, giver, now);
  const deviceId = (await record()).get(alone.externalId);
  if (!deviceId) return;
  const reason = 'The CAD software does not run on macOS 26 yet. A new version is due next month.';
  await createException(db, { policyId, deviceId, until: until(30), reason }, giver, now);
}
