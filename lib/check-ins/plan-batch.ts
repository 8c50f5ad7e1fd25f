import { isEqual } from 'es-toolkit';
import { v7 as uuidv7 } from 'uuid';
import type { CheckInRecord, KnownDevice } from '#lib/db/check-ins/check-ins';
import { applyCheckIn, type CheckIn, type FeedRules } from '#lib/domain/check-ins/apply-check-in';
import { datedOf } from '#lib/domain/check-ins/check-in-order';
import type { IntakeWarning } from '#lib/domain/check-ins/intake-note';
import type { DeviceState } from '#lib/domain/devices/device-state';
import type { Verdict } from '#lib/domain/devices/verdict';
import type { PolicyExceptions } from '#lib/domain/policies/policy-exception';
import type { CheckInResult } from '../contract/check-in.ts';

/** A check-in that counts, with its place in the batch. */
export interface BatchItem {
  index: number;
  checkIn: CheckIn;
  warnings: IntakeWarning[];
}

/** A device that a first check-in creates, unless another batch has created it meanwhile. */
export interface NewDevice {
  id: string;
  externalId: string;
  state: DeviceState;
  index: number;
  result: CheckInResult;
  record: CheckInRecord;
}

/** What the check-ins of known devices change. */
export interface BatchPlan {
  /** By the place of the item in the batch */
  results: Map<number, CheckInResult>;
  /** Devices whose whole row is written, as they are now and as they will be */
  changed: { before: KnownDevice; after: KnownDevice }[];
  /** Devices that only checked in: no more than their times change */
  touched: KnownDevice[];
  /** Ids of devices that can no longer be reported */
  lost: Set<string>;
  history: CheckInRecord[];
}

/** What holds for all items of a batch. */
interface BatchContext {
  rules: FeedRules;
  exceptions: PolicyExceptions;
  now: Date;
}

/** Items in the order in which they count: by the time that the feed gives, then as sent. */
export function oldestFirst(items: readonly BatchItem[]): BatchItem[] {
  return items.toSorted((a, b) => datedOf(a.checkIn) - datedOf(b.checkIn) || a.index - b.index);
}

/** The devices that the items create: for each external id that is not `existing`, its oldest item. */
export function planNewDevices(
  items: readonly BatchItem[],
  existing: ReadonlySet<string>,
  { rules, exceptions, now }: BatchContext,
): NewDevice[] {
  const first = new Map<string, BatchItem>();
  for (const item of items) {
    const { externalId } = item.checkIn;
    if (!existing.has(externalId) && !first.has(externalId)) first.set(externalId, item);
  }
  return [...first.values()].map(({ index, checkIn, warnings }) => {
    const applied = applyCheckIn(null, checkIn, {
      rules,
      exceptedUntil: (user) => exceptions.of(null, user),
      now,
      warnings,
    });
    if (applied.outcome === 'stale') throw new Error('a first check-in cannot be stale');
    const { externalId } = checkIn;
    const id = uuidv7();
    return {
      id,
      externalId,
      state: applied.state,
      index,
      result: resultOf({ externalId, deviceId: id, outcome: applied.outcome, warnings }, applied.trigger),
      record: recordOf({ id, verdict: null }, applied, now),
    };
  });
}

/** What the items change, oldest first, of devices that are known by their external ids. */
export function planBatch(
  items: readonly BatchItem[],
  devices: ReadonlyMap<string, KnownDevice>,
  { rules, exceptions, now }: BatchContext,
): BatchPlan {
  const current = new Map(devices);
  const changed = new Set<string>();
  const touched = new Set<string>();
  const plan: BatchPlan = { results: new Map(), changed: [], touched: [], lost: new Set(), history: [] };
  for (const { index, checkIn, warnings } of items) {
    const { externalId } = checkIn;
    const device = current.get(externalId);
    if (device === undefined) throw new Error('a device disappeared during its check-in');
    const applied = applyCheckIn(device, checkIn, {
      rules,
      exceptedUntil: (user) => exceptions.of(device.id, user),
      now,
      warnings,
    });
    const outcome = { externalId, deviceId: device.id, outcome: applied.outcome, warnings };
    plan.results.set(index, resultOf(outcome, applied.outcome === 'stale' ? null : applied.trigger));
    if (applied.outcome === 'stale') continue;
    if (applied.lostReportability) plan.lost.add(device.id);
    (isWorthWriting(device, applied) ? changed : touched).add(externalId);
    current.set(externalId, { ...device, ...applied.state });
    plan.history.push(recordOf(device, applied, now));
  }
  for (const externalId of changed) {
    const before = devices.get(externalId);
    const after = current.get(externalId);
    if (before !== undefined && after !== undefined) plan.changed.push({ before, after });
  }
  for (const externalId of touched) {
    const device = current.get(externalId);
    if (device !== undefined && !changed.has(externalId)) plan.touched.push(device);
  }
  return plan;
}

type Outcome = Pick<CheckInResult, 'externalId' | 'deviceId' | 'outcome'> & { warnings: IntakeWarning[] };

function resultOf({ warnings, ...outcome }: Outcome, trigger: CheckInRecord['trigger']): CheckInResult {
  const result: CheckInResult = outcome;
  if (warnings.length > 0) result.warnings = warnings;
  if (trigger !== null) result.trigger = trigger;
  return result;
}

type Applied = Exclude<ReturnType<typeof applyCheckIn>, { outcome: 'stale' }>;

function recordOf(
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
    byPolicies: false,
  };
}

/** An unchanged device can still be due again: an admin's retirement ends with the next check-in. */
function isWorthWriting(before: KnownDevice, { outcome, state }: Applied): boolean {
  return (
    outcome === 'changed' ||
    before.stateVersion !== state.stateVersion ||
    before.retireAskedAt !== state.retireAskedAt ||
    before.reportDueAt !== state.reportDueAt ||
    before.channel !== state.channel ||
    before.missingSince !== state.missingSince ||
    before.channelReason !== state.channelReason ||
    before.violationCount !== state.violationCount ||
    !isEqual(before.violations, state.violations) ||
    !isEqual(before.policyState, state.policyState) ||
    !isEqual(before.losesAccessAt, state.losesAccessAt) ||
    isSooner(state.nextEvaluationAt, before.nextEvaluationAt) ||
    !isEqual(before.warnings, state.warnings)
  );
}

/** A later time needs no write: what is found at the earlier one is that nothing changed. */
function isSooner(next: Date | null, known: Date | null): boolean {
  return next !== null && (known === null || next < known);
}
