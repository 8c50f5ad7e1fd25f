import { v7 as uuidv7 } from 'uuid';
import {
  askForUsersAgain,
  type CheckInRecord,
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
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import { putSearchTexts } from '#lib/db/device-list/search-texts';
import { putPolicies } from '#lib/db/devices/device-policies';
import { restoreShownStatus } from '#lib/db/reports/write-settlements';
import { applyCheckIn } from '#lib/domain/check-ins/apply-check-in';
import { datedOf } from '#lib/domain/check-ins/check-in-order';
import { searchTextOf } from '#lib/domain/devices/search-text';
import type { Verdict } from '#lib/domain/devices/verdict';
import type { CheckInResult } from '../contract/check-in.ts';
import { type CheckedInDevice, claimForCheckIns, mergedByDevice } from './claim-azure-ids.ts';
import { feedCounter } from './feed-counter.ts';
import { noteRejections } from './note-rejections.ts';
import { type ParsedItem, parseCheckIns } from './parse-check-ins.ts';

export interface RecordCheckIns {
  feed: string;
  /** Unchecked items: each is judged alone, so that a bad one does not hurt the others */
  checkIns: readonly unknown[];
  now: Date;
}

/**
 * Records up to 1000 check-ins with a handful of statements; answers one result an item, in the order sent.
 * Safe to repeat and to run beside itself: a check-in that is not newer than the last one changes nothing.
 */
export async function recordCheckIns(
  db: Database,
  { feed, checkIns, now }: RecordCheckIns,
): Promise<{ results: CheckInResult[] }> {
  const items = parseCheckIns(checkIns, now);
  const results: CheckInResult[] = items.map((item) =>
    item.ok
      ? { externalId: item.checkIn.externalId, deviceId: null, outcome: 'stale', ...warned(item) }
      : { externalId: item.externalId, deviceId: null, outcome: 'rejected', error: item.error },
  );
  const good = items.flatMap((item, index) =>
    item.ok ? [{ index, checkIn: item.checkIn, warnings: item.warnings }] : [],
  );
  if (good.length > 0) await db.transaction((tx) => recordAll(tx, feed, good, now, results));
  if (good.length < items.length) await noteRejections(db, feed, checkIns, results, now);
  feedCounter(db).count(feed, results, now);
  return { results };
}

type GoodItem = Extract<ParsedItem, { ok: true }>;
type Good = Pick<GoodItem, 'checkIn' | 'warnings'> & { index: number };

function warned({ warnings }: Pick<GoodItem, 'warnings'>): Pick<CheckInResult, 'warnings'> {
  return warnings.length === 0 ? {} : { warnings };
}

async function recordAll(tx: Transaction, feed: string, good: Good[], now: Date, results: CheckInResult[]) {
  const oldestFirst = good.toSorted((a, b) => datedOf(a.checkIn) - datedOf(b.checkIn) || a.index - b.index);
  const history: CheckInRecord[] = [];
  const { created, checkedIn } = await createDevices(tx, feed, oldestFirst, now, results, history);
  const externalIds = [...new Set(good.map(({ checkIn }) => checkIn.externalId))];
  const known = new Map(
    (await lockDevicesByExternalId(tx, feed, externalIds)).map((device) => [device.externalId, device]),
  );
  const before = new Map(known);
  const changed = new Set<string>();
  const touched = new Set<string>();
  const lost = new Set<string>();

  for (const { index, checkIn, warnings } of oldestFirst) {
    if (created.has(index)) continue;
    const device = known.get(checkIn.externalId);
    if (device === undefined) throw new Error('a device vanished while it was checked in');
    const applied = applyCheckIn(device, checkIn, now, warnings);
    const result: CheckInResult = {
      externalId: checkIn.externalId,
      deviceId: device.id,
      outcome: applied.outcome,
      ...warned({ warnings }),
    };
    results[index] = result;
    if (applied.outcome === 'stale') continue;
    if (applied.trigger !== null) result.trigger = applied.trigger;
    if (applied.lostReportability) lost.add(device.id);
    (worthWriting(device, applied.state, applied.outcome) ? changed : touched).add(checkIn.externalId);
    known.set(checkIn.externalId, { ...device, ...applied.state });
    history.push(historyOf(device, applied, now));
  }

  const full = [...changed].flatMap((externalId) => known.get(externalId) ?? []);
  await updateDeviceStates(
    tx,
    full.map((device) => ({ id: device.id, state: stateOf(device) })),
  );
  await putPolicies(
    tx,
    full.map((device) => ({
      id: device.id,
      before: before.get(device.externalId)?.violations ?? [],
      after: device.violations,
    })),
  );
  const light = [...touched]
    .filter((externalId) => !changed.has(externalId))
    .flatMap((id) => known.get(id) ?? []);
  await touchDevices(
    tx,
    light.map(({ id, lastCheckInAt, orderedAt, datedAt }) => ({ id, lastCheckInAt, orderedAt, datedAt })),
  );
  await putSearchTexts(
    tx,
    full
      .filter((device) => isFoundOtherwise(device, before.get(device.externalId) ?? device))
      .map((device) => ({ id: device.id, facts: device })),
  );
  checkedIn.push(
    ...full.map((device) => ({
      id: device.id,
      before: before.get(device.externalId) ?? null,
      after: device,
    })),
  );
  const taken = await claimForCheckIns(tx, feed, mergedByDevice(checkedIn), now);
  for (const id of taken) lost.add(id);
  for (const result of results) if (taken.has(result.deviceId ?? '')) delete result.trigger;
  for (const record of history) if (taken.has(record.deviceId)) record.trigger = null;
  const failed = [...full, ...light].filter((device) => device.azureComplianceStatus === 'failed');
  await askForUsersAgain(
    tx,
    failed.map(({ id }) => id),
    now,
  );
  await insertCheckIns(tx, history);
  await supersedeQueuedReports(tx, [...lost], now);
  await restoreShownStatus(tx, [...lost]);
}

function isFoundOtherwise(device: KnownDevice, before: KnownDevice): boolean {
  return device.name !== before.name || searchTextOf(device) !== searchTextOf(before);
}

/** Inserts the devices of first check-ins; returns them, and the indexes of the items that made them. */
async function createDevices(
  tx: Transaction,
  feed: string,
  oldestFirst: Good[],
  now: Date,
  results: CheckInResult[],
  history: CheckInRecord[],
): Promise<{ created: Set<number>; checkedIn: CheckedInDevice[] }> {
  const existing = await findExternalIds(
    tx,
    feed,
    oldestFirst.map(({ checkIn }) => checkIn.externalId),
  );
  const first = new Map<string, Good>();
  for (const item of oldestFirst) {
    const { externalId } = item.checkIn;
    if (!existing.has(externalId) && !first.has(externalId)) first.set(externalId, item);
  }
  if (first.size === 0) return { created: new Set(), checkedIn: [] };
  await ensureFeed(tx, feed);
  const devices = [...first.values()].map(({ index, checkIn, warnings }) => {
    const applied = applyCheckIn(null, checkIn, now, warnings);
    if (applied.outcome === 'stale') throw new Error('a first check-in cannot be stale');
    const { externalId } = checkIn;
    return { id: uuidv7(), externalId, index, warnings, applied, state: applied.state };
  });
  const inserted = await insertNewDevices(tx, feed, devices);
  const made = devices.filter(({ id }) => inserted.has(id));
  for (const { id, externalId, index, warnings, applied } of made) {
    results[index] = { externalId, deviceId: id, outcome: 'created', ...warned({ warnings }) };
    if (applied.trigger !== null) results[index].trigger = applied.trigger;
    history.push(historyOf({ id, verdict: null }, applied, now));
  }
  return {
    created: new Set(made.map(({ index }) => index)),
    checkedIn: made.map(({ id, state }) => ({ id, before: null, after: state })),
  };
}

type Applied = Exclude<ReturnType<typeof applyCheckIn>, { outcome: 'stale' }>;

function historyOf(
  before: { id: string; verdict: Verdict | null },
  { state: { verdict }, at, trigger, changes }: Applied,
  now: Date,
): CheckInRecord {
  return {
    id: uuidv7(),
    deviceId: before.id,
    checkedInAt: at,
    receivedAt: now,
    verdict,
    verdictFrom: before.verdict === verdict ? null : before.verdict,
    trigger,
    changes,
  };
}

/** An unchanged device can still be due anew: an admin's retirement ends with the next check-in. */
function worthWriting(before: KnownDevice, after: KnownDevice | Applied['state'], outcome: string): boolean {
  return (
    outcome === 'changed' ||
    before.stateVersion !== after.stateVersion ||
    before.retireAskedAt !== after.retireAskedAt ||
    before.reportDueAt !== after.reportDueAt ||
    before.violationCount !== after.violationCount ||
    violationsText(before) !== violationsText(after) ||
    warningsText(before) !== warningsText(after)
  );
}

/** PostgreSQL gives the keys of JSON back in an order of its own. */
function violationsText({ violations }: Pick<KnownDevice, 'violations'>): string {
  return JSON.stringify(violations.map(({ policy, action, since }) => [policy, action, since]));
}

function warningsText({ warnings }: Pick<KnownDevice, 'warnings'>): string {
  return JSON.stringify(warnings.map(({ path, code, message }) => [path, code, message]));
}

function stateOf({ id: _id, externalId: _externalId, ...state }: KnownDevice) {
  return state;
}
