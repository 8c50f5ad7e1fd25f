import {
  ensureFeed,
  findExternalIds,
  insertNewDevices,
  lockDevicesByExternalId,
} from '#lib/db/check-ins/check-ins';
import { readFeedChannels } from '#lib/db/connection/channels';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import {
  policiesOfFeed,
  readExceptions,
  readPoliciesInForce,
  sharePolicies,
} from '#lib/db/policies/policies-in-force';
import { keepTrace } from '#lib/db/reports/trace-links';
import type { FeedRules } from '#lib/domain/check-ins/apply-check-in';
import type { PolicyExceptions } from '#lib/domain/policies/policy-exception';
import { currentTrace, isTracing, traced } from '#lib/telemetry/tracing';
import type { CheckInResult } from '../contract/check-in.ts';
import { feedCounter } from './feed-counter.ts';
import { noteRejections } from './feeds.ts';
import { type ParsedItem, parseCheckIns } from './parse-check-ins.ts';
import { type BatchItem, type NewDevice, oldestFirst, planBatch, planNewDevices } from './plan-batch.ts';
import { writeBatch } from './write-batch.ts';

export interface RecordCheckIns {
  feed: string;
  /** Unchecked items: each is judged alone, so that a bad one does not hurt the others */
  checkIns: readonly unknown[];
  now: Date;
}

/** What is written in the transaction of a batch, or not at all. */
type AlsoWrite = (tx: Transaction, results: readonly CheckInResult[]) => Promise<void>;

/**
 * Records up to 1000 check-ins with a handful of statements; returns one result for each item, in the order sent.
 * Safe to repeat and to run in parallel: a check-in that is not newer than the last one changes nothing.
 */
export async function recordCheckIns(
  db: Database,
  { feed, checkIns, now }: RecordCheckIns,
  alsoWrite?: AlsoWrite,
): Promise<{ results: CheckInResult[] }> {
  const items = parseCheckIns(checkIns, now);
  const good = items.flatMap((item, index) =>
    item.ok ? [{ index, checkIn: item.checkIn, warnings: item.warnings }] : [],
  );
  const record = async (tx: Transaction) => {
    const recorded = good.length === 0 ? new Map() : await recordBatch(tx, feed, good, now);
    const results = resultsOf(items, recorded);
    if (isTracing()) await keepTrace(tx, toReport(results), currentTrace(), now);
    await alsoWrite?.(tx, results);
    return results;
  };
  const isWritten = good.length > 0 || alsoWrite !== undefined;
  const written = () =>
    traced('check-ins.record', { attributes: { 'tenko.check_ins': checkIns.length } }, () =>
      db.transaction(record),
    );
  const results = isWritten ? await written() : resultsOf(items, new Map());
  if (good.length < items.length) await noteRejections(db, feed, checkIns, results, now);
  feedCounter(db).count(feed, results, now);
  return { results };
}

/** Devices that a check-in made due. */
function toReport(results: readonly CheckInResult[]): string[] {
  const due = results.filter(({ trigger }) => trigger !== undefined);
  return [...new Set(due.flatMap(({ deviceId }) => deviceId ?? []))];
}

function resultsOf(
  items: readonly ParsedItem[],
  recorded: ReadonlyMap<number, CheckInResult>,
): CheckInResult[] {
  return items.map((item, index): CheckInResult => {
    if (!item.ok) {
      return { externalId: item.externalId, deviceId: null, outcome: 'rejected', error: item.error };
    }
    const result = recorded.get(index);
    if (result === undefined) throw new Error('a check-in of the batch was left out');
    return result;
  });
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
  await sharePolicies(tx);
  const inForce = await readPoliciesInForce(tx, now);
  const rules = { channels, policies: policiesOfFeed(inForce.policies, feed) };
  const users = items.map(({ checkIn }) => checkIn.user?.principalName);
  const created = await createDevices(tx, feed, items, externalIds, {
    rules,
    exceptions: await readExceptions(tx, inForce, { deviceIds: [], users }, now),
    now,
  });
  const createdBy = new Set(created.map(({ index }) => index));
  const others = items.filter(({ index }) => !createdBy.has(index));
  const otherIds = [...new Set(others.map(({ checkIn }) => checkIn.externalId))];
  const locked = otherIds.length === 0 ? [] : await lockDevicesByExternalId(tx, feed, otherIds);
  const known = {
    deviceIds: locked.map(({ id }) => id),
    users: [...users, ...locked.map(({ userPrincipalName }) => userPrincipalName)],
  };
  const plan = planBatch(others, new Map(locked.map((device) => [device.externalId, device])), {
    rules,
    exceptions: await readExceptions(tx, inForce, known, now),
    now,
  });
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
  context: { rules: FeedRules; exceptions: PolicyExceptions; now: Date },
): Promise<NewDevice[]> {
  const planned = planNewDevices(items, await findExternalIds(tx, feed, externalIds), context);
  if (planned.length === 0) return [];
  await ensureFeed(tx, feed);
  const inserted = await insertNewDevices(tx, feed, planned);
  return planned.filter(({ id }) => inserted.has(id));
}
