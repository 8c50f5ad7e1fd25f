import type { ChannelChoice, ChannelTable } from '../devices/channel.ts';
import { type DeviceFacts, type DeviceState, inventoryFields } from '../devices/device-state.ts';
import { type ObstacleFacts, obstacleOf } from '../devices/obstacle.ts';
import { mostSevere, mostSevereAction, verdictOf } from '../devices/verdict.ts';
import type { Evaluation } from '../policies/evaluate-policies.ts';
import { dueAfter } from '../reports/due.ts';
import type { ManagementState } from '../reports/report-status.ts';
import { strongerTrigger, type Trigger } from '../reports/trigger.ts';
import type { Change } from './changes-between.ts';
import type { CheckInOrder } from './check-in-order.ts';

/** The channels of a feed's devices. */
export interface FeedChannels {
  /** What each operating system gets */
  table: ChannelTable;
  /** Devices are on their way to the channel that the settings give them: who has one keeps it until its turn */
  moving: boolean;
}

/** What a device is decided by, besides what was known before. */
export interface Learned {
  facts: DeviceFacts;
  /** When it counts */
  at: Date;
  order: CheckInOrder;
  /** An admin's retirement that still holds */
  retireAskedAt: Date | null;
  channel: ChannelChoice;
  /** Since when its source does not list it: a check-in says that it does */
  missingSince: Date | null;
  evaluation: Evaluation;
}

export interface DecidedDevice {
  state: DeviceState;
  /** The trigger that makes a report due; null: none does */
  trigger: Trigger | null;
  /** The device could be reported before, and no longer can be */
  lostReportability: boolean;
}

/** Decides a device's verdict and what is owed to Microsoft by that. `before` null: nothing was known of it. */
export function decideDevice(
  before: DeviceState | null,
  learned: Learned,
  changes: readonly Change[],
  { violationCount, warnings, now }: Pick<DeviceState, 'violationCount' | 'warnings'> & { now: Date },
): DecidedDevice {
  const decided = { ...decide(before, learned), violationCount, warnings };
  const obstacle = obstacleOf(decided);
  const trigger = obstacle === null ? triggerOf(before, decided, changes) : null;
  const worthReporting =
    before === null ||
    before.verdict !== decided.verdict ||
    before.managementState !== decided.managementState ||
    changes.some(({ field }) => field === 'azureDeviceId' || isInventory(field));
  const state: DeviceState = {
    ...decided,
    stateVersion: decided.stateVersion + (worthReporting ? 1 : 0),
    ...dueAfter(before, obstacle === null, trigger, now),
  };
  return {
    state,
    trigger,
    lostReportability: before !== null && obstacleOf(before) === null && obstacle !== null,
  };
}

type Decided = Omit<DeviceState, 'violationCount' | 'warnings'>;

function decide(before: DeviceState | null, learned: Learned): Decided {
  const { facts, at, retireAskedAt, evaluation } = learned;
  const action = mostSevere(mostSevereAction(facts.violations), evaluation.action);
  const verdict = retireAskedAt !== null ? 'retired' : verdictOf(action);
  // Whose an id is shows when it is claimed: a new one, or that of a device that is no longer retired.
  const comesBack = before?.managementState === 'retired' && verdict !== 'retired';
  const waits = before !== null && before.azureDeviceId === facts.azureDeviceId && !comesBack;
  const state: Decided = {
    ...facts,
    ...learned.order,
    ...learned.channel,
    policyState: evaluation.state,
    losesAccessAt: verdict === 'compliant' ? evaluation.losesAccessAt : null,
    nextEvaluationAt: evaluation.nextAt,
    action,
    verdict,
    verdictSince: before !== null && before.verdict === verdict ? before.verdictSince : at,
    managementState: 'managed',
    retireAskedAt,
    retiredAt: null,
    stateVersion: before?.stateVersion ?? 0,
    reportDueAt: before?.reportDueAt ?? null,
    dueTrigger: before?.dueTrigger ?? null,
    duePriority: before?.duePriority ?? 0,
    azureComplianceStatus: before?.azureComplianceStatus ?? null,
    // What Microsoft confirmed, it confirmed of the Azure id that the device had then.
    reportedVerdict:
      before !== null && before.azureDeviceId === facts.azureDeviceId ? before.reportedVerdict : null,
    azureIdTakenBy: waits ? before.azureIdTakenBy : null,
    azureIdTakenAt: waits ? before.azureIdTakenAt : null,
    missingSince: learned.missingSince,
    ...restoredAfter(before, learned.order, { verdict, azureDeviceId: facts.azureDeviceId }),
  };
  if (verdict !== 'retired') return state;
  const managementState = retirementState(before, state);
  const retiredAt = managementState === 'retired' ? (before?.retiredAt ?? at) : null;
  return { ...state, managementState, retiredAt };
}

/**
 * A check-in from after a restore is newer than all that Entra can have. An earlier one, and what policies say of a device that has sent
 * none, may not be: Entra is read again before anything else than what it says is sent.
 */
function restoredAfter(
  before: DeviceState | null,
  { lastCheckInAt }: CheckInOrder,
  decided: Pick<DeviceState, 'verdict' | 'azureDeviceId'>,
): Pick<DeviceState, 'restoredAt' | 'restoredAgrees'> {
  if (before === null || before.restoredAt === null || lastCheckInAt > before.restoredAt)
    return { restoredAt: null, restoredAgrees: null };
  const isSame = before.verdict === decided.verdict && before.azureDeviceId === decided.azureDeviceId;
  return { restoredAt: before.restoredAt, restoredAgrees: isSame ? before.restoredAgrees : null };
}

/** A retirement is done once Microsoft confirmed it, or where nothing can be reported. */
export function retirementState(
  before: Pick<DeviceState, 'managementState'> | null,
  state: Omit<ObstacleFacts, 'managementState'>,
): ManagementState {
  const confirmed = before?.managementState === 'retired' && state.reportedVerdict === 'retired';
  const canBeReported = obstacleOf({ ...state, managementState: 'retiring' }) === null;
  return confirmed || !canBeReported ? 'retired' : 'retiring';
}

function triggerOf(
  before: DeviceState | null,
  after: DeviceState,
  changes: readonly Change[],
): Trigger | null {
  if (before === null) return after.verdict === 'retired' ? 'retire' : 'azure_registration';
  const fired: Trigger[] = [];
  if (after.managementState === 'retiring' && before.managementState !== 'retiring') fired.push('retire');
  if (before.verdict !== after.verdict)
    fired.push(after.verdict === 'retired' ? 'retire' : 'compliance_change');
  const waitedFor = obstacleOf(before);
  // Entra has another verdict than what a backup brought back, if it was ever told one: its registration is not new.
  const waitedAfterRestore = waitedFor === 'restored' && before.reportedVerdict !== null;
  if (waitedAfterRestore) fired.push('compliance_change');
  if (before.azureDeviceId !== after.azureDeviceId || (waitedFor !== null && !waitedAfterRestore))
    fired.push('azure_registration');
  if (changes.some(({ field }) => isInventory(field))) fired.push('inventory_change');
  return fired.reduce<Trigger | null>(strongerTrigger, null);
}

function isInventory(field: string): boolean {
  return (inventoryFields as readonly string[]).includes(field);
}
