import type { ChannelChoice } from '../devices/channel.ts';
import type { ClientStatusCode } from '../devices/client-status-code.ts';
import type { DeviceFacts, DeviceState } from '../devices/device-state.ts';
import type { OperatingSystem, Ownership } from '../devices/operating-system.ts';
import {
  type Action,
  mostSevere,
  mostSevereAction,
  mostViolations,
  normalizeViolations,
  verdictOf,
  verdicts,
} from '../devices/verdict.ts';
import {
  type Attributes,
  type AttributeValue,
  knownAttributes,
  mostAttributes,
} from '../policies/attribute.ts';
import { type CompiledPolicy, type Evaluation, evaluatePolicies } from '../policies/evaluate-policies.ts';
import { type ExceptedUntil, noExceptions } from '../policies/policy-exception.ts';
import { type Change, changesBetween } from './changes-between.ts';
import { type PlacedCheckIn, placeCheckIn } from './check-in-order.ts';
import { type DecidedDevice, decideDevice, type FeedChannels } from './decide-device.ts';
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
    /** Null as a value: the key has none */
    attributes?: Said<Record<string, AttributeValue | null>>;
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
  | ({
      outcome: 'created' | 'changed' | 'unchanged';
      changes: Change[];
      /** When it counts, in the device's history */
      at: Date;
    } & DecidedDevice);

/** What holds for a device of a feed when a check-in is applied. */
export interface FeedRules {
  channels: FeedChannels;
  /** Those in force for the feed */
  policies: readonly CompiledPolicy[];
}

/**
 * Applies a check-in to what is known of its device (null: nothing yet). One that is older than the last is stale; so is
 * one of the same time, unless its verdict is more severe. `warnings`: what was left out of the check-in;
 * `exceptedUntil`: which policies do not count for the device with a user.
 */
export function applyCheckIn(
  before: DeviceState | null,
  checkIn: CheckIn,
  {
    rules: { channels, policies },
    exceptedUntil = () => noExceptions,
    now,
    warnings = [],
  }: {
    rules: FeedRules;
    exceptedUntil?: (userPrincipalName: string | null) => ExceptedUntil;
    now: Date;
    warnings?: IntakeWarning[];
  },
): AppliedCheckIn {
  const placed = placeCheckIn(before, checkIn, now);
  if (placed.place === 'older') return { outcome: 'stale' };
  const { facts, violationCount } = mergeFacts(before, checkIn);
  const evaluate = (
    known: DeviceFacts & Pick<DeviceState, 'lastCheckInAt' | 'missingSince'>,
    learnedAt: Date,
    at: Date,
  ) =>
    evaluatePolicies(
      {
        facts: known,
        learnedAtMs: learnedAt.getTime(),
        state: violated,
        exceptedUntil: exceptedUntil(known.userPrincipalName),
      },
      policies,
      at.getTime(),
    );
  let violated = before?.policyState ?? [];
  // What time brought by then, and no worker has seen yet.
  if (before?.nextEvaluationAt != null && before.nextEvaluationAt <= placed.at)
    violated = evaluate(before, before.orderedAt, placed.at).state;
  const evaluation = evaluate(
    { ...facts, lastCheckInAt: placed.order.lastCheckInAt, missingSince: null },
    placed.at,
    now,
  );
  if (before !== null && placed.place === 'same') {
    // By the policies as they are now in both cases: time that has passed makes no check-in more severe.
    const known = evaluate(before, before.orderedAt, now);
    if (severityBy(facts, evaluation) <= severityBy(before, known)) return { outcome: 'stale' };
  }
  const learned = {
    facts,
    at: placed.at,
    order: placed.order,
    // An admin's retirement holds until the device checks in again.
    retireAskedAt:
      before?.retireAskedAt != null && placed.at <= before.retireAskedAt ? before.retireAskedAt : null,
    channel: channelFor(before, facts, channels),
    missingSince: null,
    evaluation,
  };
  const changes = before === null ? [] : changesBetween(before, { ...facts, policyState: evaluation.state });
  return {
    outcome: before === null ? 'created' : changes.length > 0 ? 'changed' : 'unchanged',
    ...decideDevice(before, learned, changes, { violationCount, warnings, now }),
    changes,
    at: historyTime(before, placed),
  };
}

function severityBy({ violations }: DeviceFacts, { action }: Evaluation): number {
  return verdicts.indexOf(verdictOf(mostSevere(mostSevereAction(violations), action)));
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
    attributes: mergeAttributes(before?.attributes ?? {}, device.attributes),
    azureUserPrincipalName: sameName(
      before?.azureUserPrincipalName,
      keep(azureSays?.userPrincipalName, before?.azureUserPrincipalName),
    ),
    violations: all.slice(0, mostViolations),
  };
  return { facts, violationCount: all.length };
}

/** A key that is left out keeps its value, as long as there is room beside those that are said. */
function mergeAttributes(known: Attributes, said: Said<Record<string, AttributeValue | null>>): Attributes {
  if (said === undefined) return known;
  if (said === null) return {};
  const kept = knownAttributes(known).filter(([key]) => !Object.hasOwn(said, key));
  const given = Object.entries(said).flatMap(([key, value]): [string, AttributeValue][] =>
    value === null ? [] : [[key, value]],
  );
  // In the order of their keys, so that the same attributes are equal however a feed orders them.
  const merged = [...given, ...kept].slice(0, mostAttributes).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(merged);
}

/** A principal name in other letter case is the same name: Entra ignores case, and so the first spelling stays. */
function sameName(known: string | null | undefined, said: string | null): string | null {
  return known != null && said !== null && known.toLowerCase() === said.toLowerCase() ? known : said;
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
