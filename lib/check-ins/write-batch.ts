import {
  askForUsersAgain,
  insertCheckIns,
  type KnownDevice,
  supersedeQueuedReports,
  touchDevices,
  updateDeviceStates,
} from '#lib/db/check-ins/check-ins';
import type { Transaction } from '#lib/db/core/prisma';
import { putSearchTexts } from '#lib/db/device-list/search-texts';
import { putPolicies } from '#lib/db/devices/device-policies';
import { restoreShownStatus } from '#lib/db/reports/write-settlements';
import { searchTextOf } from '#lib/domain/devices/search-text';
import { claimForCheckIns, mergedByDevice } from './claim-azure-ids.ts';
import type { BatchPlan, NewDevice } from './plan-batch.ts';

/** What is written of devices: the results of single items aside. */
export type PlannedWrites = Omit<BatchPlan, 'results'>;

/**
 * Writes what a batch changes, in the transaction that locked its devices; `created`: devices that this transaction has
 * inserted. Returns the ids of devices whose Azure id belongs to another feed: nothing of these is reported.
 */
export async function writeBatch(
  tx: Transaction,
  feed: string,
  { created, plan }: { created: readonly NewDevice[]; plan: PlannedWrites },
  now: Date,
): Promise<Set<string>> {
  await writeDevices(tx, plan);
  const checkedIn = [
    ...created.map(({ id, state }) => ({ id, before: null, after: state })),
    ...plan.changed.map(({ before, after }) => ({ id: after.id, before, after })),
  ];
  const taken = await claimForCheckIns(tx, feed, mergedByDevice(checkedIn), now);
  const failed = [...plan.changed.map(({ after }) => after), ...plan.touched].filter(
    ({ azureComplianceStatus }) => azureComplianceStatus === 'failed',
  );
  await askForUsersAgain(
    tx,
    failed.map(({ id }) => id),
    now,
  );
  const history = [...created.map(({ record }) => record), ...plan.history];
  for (const record of history) if (taken.has(record.deviceId)) record.trigger = null;
  await insertCheckIns(tx, history);
  const lost = [...new Set([...plan.lost, ...taken])];
  await supersedeQueuedReports(tx, lost, now);
  await restoreShownStatus(tx, lost);
  return taken;
}

async function writeDevices(tx: Transaction, { changed, touched }: PlannedWrites): Promise<void> {
  await updateDeviceStates(
    tx,
    changed.map(({ after }) => ({ id: after.id, state: stateOf(after) })),
  );
  await putPolicies(
    tx,
    changed.map(({ before, after }) => ({
      id: after.id,
      before,
      after,
    })),
  );
  await touchDevices(
    tx,
    touched.map(({ id, lastCheckInAt, orderedAt, datedAt }) => ({ id, lastCheckInAt, orderedAt, datedAt })),
  );
  const renamed = changed.filter(
    ({ before, after }) => after.name !== before.name || searchTextOf(after) !== searchTextOf(before),
  );
  await putSearchTexts(
    tx,
    renamed.map(({ after }) => ({ id: after.id, facts: after })),
  );
}

function stateOf({ id: _id, externalId: _externalId, ...state }: KnownDevice) {
  return state;
}
