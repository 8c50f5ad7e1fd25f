import {
  askForUsersAgain,
  ensureFeed,
  findExternalIds,
  insertCheckIns,
  insertNewDevices,
  type KnownDevice,
  lockDevicesByExternalId,
  supersedeQueuedReports,
  touchDevices,
  updateDeviceStates,
} from '#lib/db/check-ins/check-ins';
import { readFeedChannels } from '#lib/db/connection/channels';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import { putSearchTexts } from '#lib/db/device-list/search-texts';
import { putPolicies } from '#lib/db/devices/device-policies';
import { restoreShownStatus } from '#lib/db/reports/write-settlements';
import type { FeedChannels } from '#lib/domain/check-ins/apply-check-in';
import { searchTextOf } from '#lib/domain/devices/search-text';
import type { CheckInResult } from '../contract/check-in.ts';
import { claimForCheckIns, mergedByDevice } from './claim-azure-ids.ts';
import { feedCounter } from './feed-counter.ts';
import { noteRejections } from './feeds.ts';
import { parseCheckIns } from './parse-check-ins.ts';
import {
  type BatchItem,
  type BatchPlan,
  type NewDevice,
  oldestFirst,
  planBatch,
  planNewDevices,
} from './plan-batch.ts';

export interface RecordCheckIns {
  feed: string;
  /** Unchecked items: each is judged alone, so that a bad one does not hurt the others */
  checkIns: readonly unknown[];
  now: Date;
}

/**
 * Records up to 1000 check-ins with a handful of statements; returns one result for each item, in the order sent.
 * Safe to repeat and to run in parallel: a check-in that is not newer than the last one changes nothing.
 */
export async function recordCheckIns(
  db: Database,
  { feed, checkIns, now }: RecordCheckIns,
): Promise<{ results: CheckInResult[] }> {
  const items = parseCheckIns(checkIns, now);
  const good = items.flatMap((item, index) =>
    item.ok ? [{ index, checkIn: item.checkIn, warnings: item.warnings }] : [],
  );
  const recorded =
    good.length === 0
      ? new Map<number, CheckInResult>()
      : await db.transaction((tx) => recordBatch(tx, feed, good, now));
  const results = items.map((item, index): CheckInResult => {
    if (!item.ok) {
      return { externalId: item.externalId, deviceId: null, outcome: 'rejected', error: item.error };
    }
    const result = recorded.get(index);
    if (result === undefined) throw new Error('a check-in of the batch was left out');
    return result;
  });
  if (good.length < items.length) await noteRejections(db, feed, checkIns, results, now);
  feedCounter(db).count(feed, results, now);
  return { results };
}

async function recordBatch(
  tx: Transaction,
  feed: string,
  good: readonly BatchItem[],
  now: Date,
): Promise<Map<number, CheckInResult>> {
  const items = oldestFirst(good);
  const externalIds = [...new Set(items.map(({ checkIn }) => checkIn.externalId))];
  const channels = await readFeedChannels(tx, feed);
  const created = await createDevices(tx, feed, items, externalIds, { channels, now });
  const createdBy = new Set(created.map(({ index }) => index));
  const locked = await lockDevicesByExternalId(tx, feed, externalIds);
  const plan = planBatch(
    items.filter(({ index }) => !createdBy.has(index)),
    new Map(locked.map((device) => [device.externalId, device])),
    { channels, now },
  );
  const taken = await writeBatch(tx, feed, { created, plan }, now);
  const results = plan.results;
  for (const { index, result } of created) results.set(index, result);
  for (const result of results.values()) if (taken.has(result.deviceId ?? '')) delete result.trigger;
  return results;
}

/** Inserts the devices of first check-ins. Returns those that this transaction inserted. */
async function createDevices(
  tx: Transaction,
  feed: string,
  items: readonly BatchItem[],
  externalIds: readonly string[],
  context: { channels: FeedChannels; now: Date },
): Promise<NewDevice[]> {
  const planned = planNewDevices(items, await findExternalIds(tx, feed, externalIds), context);
  if (planned.length === 0) return [];
  await ensureFeed(tx, feed);
  const inserted = await insertNewDevices(tx, feed, planned);
  return planned.filter(({ id }) => inserted.has(id));
}

/**
 * Writes what a batch changes, in the transaction that locked its devices; `created`: devices that this transaction has
 * inserted. Returns the ids of devices whose Azure id belongs to another feed: nothing of these is reported.
 */
async function writeBatch(
  tx: Transaction,
  feed: string,
  { created, plan }: { created: readonly NewDevice[]; plan: BatchPlan },
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

async function writeDevices(tx: Transaction, { changed, touched }: BatchPlan): Promise<void> {
  await updateDeviceStates(
    tx,
    changed.map(({ after }) => ({ id: after.id, state: stateOf(after) })),
  );
  await putPolicies(
    tx,
    changed.map(({ before, after }) => ({
      id: after.id,
      before: before.violations,
      after: after.violations,
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
