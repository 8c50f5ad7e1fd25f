import type { ChannelChoice, ChannelTable } from '../devices/channel.ts';
import type { ClientStatusCode } from '../devices/client-status-code.ts';
import { type DeviceFacts, type DeviceState, inventoryFields } from '../devices/device-state.ts';
import { type ObstacleFacts, obstacleOf } from '../devices/obstacle.ts';
import type { OperatingSystem, Ownership } from '../devices/operating-system.ts';
import {
  type Action,
  mostSevereAction,
  mostViolations,
  normalizeViolations,
  type Verdict,
  verdictOf,
  verdicts,
} from '../devices/verdict.ts';
import { dueAfter } from '../reports/due.ts';
import type { ManagementState } from '../reports/report-status.ts';
import { strongerTrigger, type Trigger } from '../reports/trigger.ts';
import { type Change, changesBetween } from './changes-between.ts';
import { type PlacedCheckIn, placeCheckIn } from './check-in-order.ts';
import type { IntakeWarning } from './intake-note.ts';

type Said<T> = T | null | undefined;

/** A check-in that passed the contract. Undefined: not said; null: none. */
export interface CheckIn {
  externalId: string;
  checkedInAt: string;
  /** When the feed learned what the check-in says; undefined: when the device checked in */
  observedAt?: string | undefined;
  device: {
    name: string;
    serialNumber?: Said<string>;
    os: OperatingSystem;
    osVersion: string;
    manufacturer?: Said<string>;
    model?: Said<string>;
    ownership?: Said<Ownership>;
    encrypted?: Said<boolean>;
    passcodeSet?: Said<boolean>;
    compromised?: Said<boolean>;
  };
  user?: Said<{ principalName?: Said<string>; displayName?: Said<string>; azureUserId?: Said<string> }>;
  violations?: { policy: string; action: Action; since?: Said<string> }[] | undefined;
  azure?: Said<{
    deviceId?: Said<string>;
    clientStatusCode?: Said<ClientStatusCode>;
    userPrincipalName?: Said<string>;
  }>;
}

export type AppliedCheckIn =
  | { outcome: 'stale' }
  | {
      outcome: 'created' | 'changed' | 'unchanged';
      state: DeviceState;
      changes: Change[];
      /** When it counts, in the device's history */
      at: Date;
      /** The trigger that makes a report due; null: none does */
      trigger: Trigger | null;
      /** The device could be reported before, and no longer can be */
      lostReportability: boolean;
    };

/** The channels of a feed's devices. */
export interface FeedChannels {
  /** What each operating system gets */
  table: ChannelTable;
  /** Devices are on their way to the channel that the settings give them: who has one keeps it until its turn */
  moving: boolean;
}

/**
 * Applies a check-in to what is known of its device (null: nothing yet). One that is older than the last is stale; so is
 * one of the same time, unless its verdict is more severe. `channels`: those of the device's feed; `warnings`: what was left
 * out of the check-in.
 */
export function applyCheckIn(
  before: DeviceState | null,
  checkIn: CheckIn,
  { channels, now, warnings = [] }: { channels: FeedChannels; now: Date; warnings?: IntakeWarning[] },
): AppliedCheckIn {
  const placed = placeCheckIn(before, checkIn, now);
  const { facts, violationCount } = mergeFacts(before, checkIn);
  if (before !== null && !counts(placed, before, facts)) return { outcome: 'stale' };

  const changes = before === null ? [] : changesBetween(before, facts);
  const decided = { ...decide(before, facts, placed, channels), violationCount, warnings };
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
    outcome: before === null ? 'created' : changes.length > 0 ? 'changed' : 'unchanged',
    state,
    changes,
    at: historyTime(before, placed),
    trigger,
    lostReportability: before !== null && obstacleOf(before) === null && obstacle !== null,
  };
}

function counts({ place }: PlacedCheckIn, before: DeviceState, facts: DeviceFacts): boolean {
  if (place !== 'same') return place === 'newer';
  const severity = (action: Action | null) => verdicts.indexOf(verdictOf(action) satisfies Verdict);
  return severity(mostSevereAction(facts.violations)) > severity(before.action);
}

/** A device's history starts with its check-in; what is learned of it later never comes before that. */
function historyTime(before: DeviceState | null, { at, order: { lastCheckInAt } }: PlacedCheckIn): Date {
  return before === null || at < lastCheckInAt ? lastCheckInAt : at;
}

function mergeFacts(
  before: DeviceFacts | null,
  { device, user, azure, violations }: CheckIn,
): { facts: DeviceFacts; violationCount: number } {
  const keep = <T>(said: Said<T>, known: T | null | undefined): T | null =>
    said === undefined ? (known ?? null) : said;
  // An object given as null says null of each of its keys.
  const userSays = user === null ? { principalName: null, displayName: null, azureUserId: null } : user;
  const azureSays =
    azure === null ? { deviceId: null, clientStatusCode: null, userPrincipalName: null } : azure;
  const principalName = sameName(
    before?.userPrincipalName,
    keep(userSays?.principalName, before?.userPrincipalName),
  );
  const sameUser = before === null || principalName === before.userPrincipalName;
  const all = normalizeViolations(violations ?? []);
  const facts = {
    name: device.name,
    os: device.os,
    osVersion: device.osVersion,
    serialNumber: keep(device.serialNumber, before?.serialNumber),
    manufacturer: keep(device.manufacturer, before?.manufacturer),
    model: keep(device.model, before?.model),
    ownership: keep(device.ownership, before?.ownership),
    encrypted: keep(device.encrypted, before?.encrypted),
    passcodeSet: keep(device.passcodeSet, before?.passcodeSet),
    compromised: keep(device.compromised, before?.compromised),
    userPrincipalName: principalName,
    // The former user's name and object id must not be reported for the next one.
    userDisplayName: keep(userSays?.displayName, sameUser ? before?.userDisplayName : null),
    userAzureId: keep(userSays?.azureUserId, sameUser ? before?.userAzureId : null),
    azureDeviceId: keep(azureSays?.deviceId, before?.azureDeviceId),
    clientStatusCode: keep(azureSays?.clientStatusCode, before?.clientStatusCode),
    azureUserPrincipalName: sameName(
      before?.azureUserPrincipalName,
      keep(azureSays?.userPrincipalName, before?.azureUserPrincipalName),
    ),
    violations: all.slice(0, mostViolations),
  };
  return { facts, violationCount: all.length };
}

/** A principal name in other letter case is the same name: Entra ignores case, and so the first spelling stays. */
function sameName(known: string | null | undefined, said: string | null): string | null {
  return known != null && said !== null && known.toLowerCase() === said.toLowerCase() ? known : said;
}

type Decided = Omit<DeviceState, 'violationCount' | 'warnings'>;

function decide(
  before: DeviceState | null,
  facts: DeviceFacts,
  { at, order }: PlacedCheckIn,
  channels: FeedChannels,
): Decided {
  const action = mostSevereAction(facts.violations);
  // An admin's retirement holds until the device checks in again.
  const retireAskedAt =
    before?.retireAskedAt != null && at <= before.retireAskedAt ? before.retireAskedAt : null;
  const verdict = retireAskedAt !== null ? 'retired' : verdictOf(action);
  // Whose an id is shows when it is claimed: a new one, or that of a device that is no longer retired.
  const comesBack = before?.managementState === 'retired' && verdict !== 'retired';
  const waits = before !== null && before.azureDeviceId === facts.azureDeviceId && !comesBack;
  const state: Decided = {
    ...facts,
    ...order,
    ...channelFor(before, facts, channels),
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
  };
  if (verdict !== 'retired') return state;
  const managementState = retirementState(before, state);
  const retiredAt = managementState === 'retired' ? (before?.retiredAt ?? at) : null;
  return { ...state, managementState, retiredAt };
}

/** What moves a device to another channel also makes it due there, and clears what it leaves: no check-in gets ahead of that. */
function channelFor(
  before: DeviceState | null,
  { os }: DeviceFacts,
  { table, moving }: FeedChannels,
): ChannelChoice {
  if (!moving || before === null || before.os !== os) return table[os];
  return { channel: before.channel, channelReason: before.channelReason };
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
  if (before.azureDeviceId !== after.azureDeviceId || obstacleOf(before) !== null)
    fired.push('azure_registration');
  if (changes.some(({ field }) => isInventory(field))) fired.push('inventory_change');
  return fired.reduce<Trigger | null>(strongerTrigger, null);
}

function isInventory(field: string): boolean {
  return (inventoryFields as readonly string[]).includes(field);
}
