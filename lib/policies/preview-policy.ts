import { isEqual, pick, sumBy } from 'es-toolkit';
import type { Database, RowReader } from '#lib/db/core/database';
import { selectPolicies } from '#lib/db/policies/policies';
import {
  askedOfAll,
  countAllDevices,
  type Effect,
  type PreviewedPolicy,
  type PreviewGroup,
  previewCounts,
  previewGroups,
} from '#lib/db/policies/policy-preview';
import type { AskedOf } from '#lib/db/policies/rule-sql';
import { verdicts } from '#lib/domain/devices/verdict';
import type { Policy, PolicyDefinition } from '#lib/domain/policies/policy';
import { listsOf } from '#lib/domain/policies/rule';
import { afterAllReleases, noVersionLists, type VersionLists } from '#lib/domain/policies/version-list';
import type { PolicyPreview, PreviewInput } from '../contract/policy.ts';
import { TenkoError } from '../errors.ts';
import { requireLists } from './require-lists.ts';

const inSample = 20;
/** Saving asks for a confirmation where more than this share of all devices, and more than this many, would lose access. */
const brake = { share: 0.05, devices: 10 };

/** What a policy would change, beside the stored one where an id is given. Stores nothing. Throws `not_found`. */
export async function previewPolicy(db: Database, input: PreviewInput, now: Date): Promise<PolicyPreview> {
  const id = typeof input.id === 'string' ? input.id.toLowerCase() : null;
  const [stored] = id === null ? [] : await selectPolicies(db.pool, { id, now, most: 1 });
  if (id !== null && stored === undefined) throw new TenkoError('not_found', `Policy ${id} not found.`);
  await requireLists(db.pool, input.rule);
  const policy = previewed(input, stored ?? null);
  const asked = await askedOfAll(db, policy, now);
  const { devices, users, groups, sample } = await previewCounts(db, policy, asked, inSample);
  const hasLists = asked.lists !== undefined && asked.lists.size > 0;
  const later = hasLists ? await previewGroups(db, policy, onceAllCount(asked)) : groups;
  const violating = groups.filter(({ violates }) => violates);
  const newlyBlocked = isSameEffect(input, stored ?? null) ? 0 : newlyBlockedBy(later);
  return {
    devices,
    violating: sumBy(violating, ({ count }) => count),
    users,
    changes: [...changesAt(groups, 'now'), ...changesAt(groups, 'lastStep')],
    byOs: [...Map.groupBy(violating, ({ os }) => os)]
      .map(([os, alike]) => ({ os, count: sumBy(alike, ({ count }) => count) }))
      .sort((a, b) => b.count - a.count),
    sample: sample.map(({ lastStep, ...device }) => ({ ...device, to: lastStep })),
    newlyBlocked,
    // It holds for more than a share of all devices: never for no more than that of those in the scope.
    needsConfirmation: newlyBlocked > brake.share * devices && (await brakeHolds(db, newlyBlocked)),
  };
}

/**
 * How many devices saving the policy makes newly noncompliant or retired, and whether an admin has to confirm that. `lists`:
 * the version lists as they will be.
 */
export async function brakeOf(
  db: RowReader,
  definition: PolicyDefinition,
  stored: Policy | null,
  now: Date,
  lists?: VersionLists,
): Promise<{ count: number; holds: boolean }> {
  // Nothing that does not count for verdicts takes access from anybody.
  if (!definition.enabled || definition.mode !== 'enforce') return { count: 0, holds: false };
  if (isSameEffect(definition, stored) && (lists === undefined || listsOf(definition.rule).length === 0)) {
    return { count: 0, holds: false };
  }
  const policy = previewed(definition, stored);
  const asked = await askedOfAll(db, policy, now);
  const later = onceAllCount({ ...asked, ...(lists !== undefined && { lists }) });
  const count = newlyBlockedBy(await previewGroups(db, policy, later));
  return { count, holds: await brakeHolds(db, count) };
}

/** Whoever loses access by what is stored loses nothing by saving it again, under another name or with other words. */
function isSameEffect(definition: PolicyDefinition, stored: Policy | null): boolean {
  if (stored === null) return false;
  const effect = ['enabled', 'mode', 'scope', 'rule', 'steps'] as const;
  return isEqual(pick(definition, effect), pick(stored, effect));
}

/** The brake looks ahead to when every version of the version lists counts, as it does to the last step. */
function onceAllCount({ lists = noVersionLists, ...asked }: AskedOf): AskedOf {
  return { ...asked, lists: afterAllReleases(lists) };
}

/** Of the count that is confirmed: devices check in between the question and the answer */
const tolerated = 0.01;

export function isConfirmed(confirm: number | undefined, count: number): boolean {
  return confirm !== undefined && Math.abs(confirm - count) <= tolerated * count;
}

/** Whether the brake holds where so many devices lose access. */
export async function brakeHolds(db: RowReader, count: number): Promise<boolean> {
  return count > brake.devices && count > brake.share * (await countAllDevices(db));
}

function previewed(definition: PolicyDefinition, stored: Policy | null): PreviewedPolicy {
  const { enabled, mode, scope, rule, steps } = definition;
  return {
    enabled,
    mode,
    scope,
    rule,
    steps,
    id: stored?.id ?? null,
    restarts: startsAgain(definition, stored),
  };
}

/** Who was only reported to violate it gets all the steps once it counts. */
export function startsAgain({ mode }: Pick<Policy, 'mode'>, stored: Pick<Policy, 'mode'> | null): boolean {
  return mode === 'enforce' && stored?.mode === 'report_only';
}

function newlyBlockedBy(groups: readonly PreviewGroup[]): number {
  const severity = ({ verdict }: Effect) => verdicts.indexOf(verdict);
  const isWorse = ({ from, now, lastStep }: PreviewGroup) =>
    Math.max(severity(now), severity(lastStep)) > severity(from);
  return sumBy(groups.filter(isWorse), ({ count }) => count);
}

function changesAt(groups: readonly PreviewGroup[], at: 'now' | 'lastStep'): PolicyPreview['changes'] {
  const keyOf = ({ action, verdict }: Effect) => `${action} ${verdict}`;
  const alike = Map.groupBy(
    groups.filter((group) => keyOf(group.from) !== keyOf(group[at])),
    (group) => `${keyOf(group.from)} ${keyOf(group[at])}`,
  );
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [{ at, from: first.from, to: first[at], count: sumBy(same, ({ count }) => count) }];
  });
}
