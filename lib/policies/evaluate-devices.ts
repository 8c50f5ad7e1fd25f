import { v7 as uuidv7 } from 'uuid';
import type { KnownDevice } from '#lib/db/check-ins/check-ins';
import { lockDevices } from '#lib/db/check-ins/check-ins';
import type { Transaction } from '#lib/db/core/prisma';
import { putPolicies } from '#lib/db/devices/device-policies';
import { policiesOfFeed, readExceptions, readPoliciesInForce } from '#lib/db/policies/policies-in-force';
import { writePolicyStates } from '#lib/db/policies/policy-changes';
import { reapplyPolicies } from '#lib/domain/check-ins/reapply-policies';
import { type PlannedWrites, writeBatch } from '../check-ins/write-batch.ts';

/**
 * Applies the policies in force to devices that did not check in, and writes what changes by that, in the caller's
 * transaction, which shares the policies by now. Safe to repeat. Returns how many devices got another verdict.
 */
export async function evaluateDevices(
  tx: Transaction,
  deviceIds: readonly string[],
  now: Date,
): Promise<number> {
  if (deviceIds.length === 0) return 0;
  const inForce = await readPoliciesInForce(tx, now);
  const devices = await lockDevices(tx, deviceIds);
  const users = devices.map(({ userPrincipalName }) => userPrincipalName);
  const exceptions = await readExceptions(tx, inForce, { deviceIds, users }, now);
  const byFeed = Map.groupBy(devices, ({ feed }) => feed);
  const kept: Plan['kept'] = [];
  let verdicts = 0;
  // In the order of their names: Azure ids are claimed for one feed after the other.
  for (const feed of [...byFeed.keys()].sort()) {
    const policies = policiesOfFeed(inForce.policies, feed);
    const plan: Plan = { changed: [], touched: [], lost: new Set(), history: [], kept };
    for (const { feed: _, ...device } of byFeed.get(feed) ?? []) {
      const exceptedUntil = exceptions.of(device.id, device.userPrincipalName);
      if (planDevice(plan, device, { policies, exceptedUntil, now })) verdicts += 1;
    }
    if (plan.changed.length + plan.history.length > 0) await writeBatch(tx, feed, { created: [], plan }, now);
  }
  await writePolicyStates(
    tx,
    kept.map(({ after }) => after),
  );
  await putPolicies(tx, kept);
  return verdicts;
}

interface Plan extends PlannedWrites {
  /** Devices of which no more changes than what policies say: neither their action nor what is owed to Microsoft */
  kept: { id: string; before: KnownDevice; after: KnownDevice }[];
}

/** Returns whether the verdict changes. */
function planDevice(plan: Plan, before: KnownDevice, by: Parameters<typeof reapplyPolicies>[1]): boolean {
  const applied = reapplyPolicies(before, by);
  if (applied === null) return false;
  const { state, trigger, changes, lostReportability } = applied;
  const isNew = before.verdict !== state.verdict;
  const isKept = !isNew && before.action === state.action && trigger === null && !lostReportability;
  const after = { ...before, ...state };
  if (isKept) plan.kept.push({ id: before.id, before, after });
  else plan.changed.push({ before, after });
  if (lostReportability) plan.lost.add(before.id);
  if (!isNew && changes.length === 0) return false;
  plan.history.push({
    id: uuidv7(),
    deviceId: before.id,
    checkedInAt: by.now,
    receivedAt: by.now,
    verdict: state.verdict,
    verdictFrom: isNew ? before.verdict : null,
    trigger,
    changes,
    byPolicies: true,
  });
  return isNew;
}
