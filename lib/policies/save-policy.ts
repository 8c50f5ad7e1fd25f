import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { lockPolicy, markPolicyDeleted, writePolicy } from '#lib/db/policies/policies';
import { lockPolicies } from '#lib/db/policies/policies-in-force';
import type { Actor } from '#lib/domain/people/actor';
import type { Policy, PolicyDefinition } from '#lib/domain/policies/policy';
import type { PolicyChange, PolicyInput, PolicyItem } from '../contract/policy.ts';
import { TenkoError } from '../errors.ts';
import { getPolicy } from './list-policies.ts';
import { brakeOf, isConfirmed, startsAgain } from './preview-policy.ts';
import { requireLists } from './require-lists.ts';

/** Creates a policy; `managedByFile`: from which file. Throws `confirmation_needed` where it would take access from many. */
export async function createPolicy(
  db: Database,
  input: PolicyInput,
  actor: Actor,
  now: Date,
  { managedByFile = null }: { managedByFile?: string | null } = {},
): Promise<PolicyItem> {
  const definition = definitionOf(input);
  await requireConfirmation(db, { input, stored: null, now });
  const saved = { version: 1, savedAt: now, restartedAt: null, managedByFile };
  const policy: Policy = { ...definition, id: uuidv7(), ...saved };
  await db.transaction(async (tx) => {
    await lockPolicies(tx);
    await requireLists(tx, policy.rule);
    await writePolicy(tx, policy, actor.name);
    const after = factsOf(policy);
    const details = reasonOf(input);
    await recordAudit(tx, { actor, action: 'policy.create', target: policy.id, after, details, now });
  });
  return getPolicy(db, policy.id, now);
}

/**
 * Saves a new version of a policy; `managedByFile`: from which file, left out as before. Throws `not_found`,
 * `changed_meanwhile` where another version than the expected one is stored, and as `createPolicy`.
 */
export async function changePolicy(
  db: Database,
  id: string,
  input: PolicyChange,
  actor: Actor,
  now: Date,
  from: { managedByFile?: string } = {},
): Promise<PolicyItem> {
  const definition = definitionOf(input);
  const seen = await db.transaction((tx) => lockPolicy(tx, id));
  if (seen === null) throw notFound(id);
  requireVersion(seen, input);
  await requireConfirmation(db, { input, stored: seen, now });
  await db.transaction(async (tx) => {
    await lockPolicies(tx);
    const stored = await lockPolicy(tx, id);
    if (stored === null) throw notFound(id);
    requireVersion(stored, input);
    await requireLists(tx, definition.rule);
    const restartedAt = startsAgain(definition, stored) ? now : stored.restartedAt;
    const saved = { version: stored.version + 1, savedAt: now, restartedAt };
    const { managedByFile } = { ...stored, ...from };
    const policy: Policy = { ...definition, id, ...saved, managedByFile };
    await writePolicy(tx, policy, actor.name);
    const [before, after] = [factsOf(stored), factsOf(policy)];
    const details = reasonOf(input);
    await recordAudit(tx, { actor, action: 'policy.change', target: id, before, after, details, now });
  });
  return getPolicy(db, id, now);
}

/** Deletes a policy: its violations end. Throws `not_found`. */
export async function deletePolicy(
  db: Database,
  id: string,
  actor: Actor,
  now: Date,
  why: { reason?: string | undefined } = {},
): Promise<{ id: string }> {
  await db.transaction(async (tx) => {
    await lockPolicies(tx);
    const stored = await lockPolicy(tx, id);
    if (stored === null) throw notFound(id);
    await markPolicyDeleted(tx, id, now);
    const before = factsOf(stored);
    const details = reasonOf(why);
    await recordAudit(tx, { actor, action: 'policy.delete', target: id, before, details, now });
  });
  return { id };
}

async function requireConfirmation(
  db: Database,
  { input, stored, now }: { input: PolicyInput; stored: Policy | null; now: Date },
): Promise<void> {
  const { count, holds } = await brakeOf(db, definitionOf(input), stored, now);
  if (!holds || isConfirmed(input.confirm, count)) return;
  throw new TenkoError(
    'confirmation_needed',
    `${count} devices would become noncompliant or retired. To save the policy, send "confirm": ${count}.`,
    { count },
  );
}

function requireVersion(
  { version, savedAt, savedBy }: { version: number; savedAt: Date; savedBy: string },
  { expectedVersion = version }: PolicyChange,
): void {
  if (version === expectedVersion) return;
  throw new TenkoError(
    'changed_meanwhile',
    `The policy is at version ${version}, saved by ${savedBy} at ${savedAt.toISOString()}, and not at ${expectedVersion}.`,
    { current: { version, savedAt: savedAt.toISOString(), savedBy } },
  );
}

function definitionOf(input: PolicyInput): PolicyDefinition {
  const { name, description, enabled, mode, scope, rule, steps, fix } = input;
  return { name, description, enabled, mode, scope, rule, steps, fix };
}

function notFound(id: string): TenkoError {
  return new TenkoError('not_found', `Policy ${id} not found.`);
}

/** For the audit log: why, if the admin said so. */
function reasonOf({ reason }: { reason?: string | undefined }): { reason?: string } {
  return reason === undefined ? {} : { reason };
}

/** For the audit log: rule, scope and steps as text. */
function factsOf({ name, description, enabled, mode, scope, rule, steps, version }: Policy) {
  return {
    name,
    description,
    enabled,
    mode,
    scope: JSON.stringify(scope),
    rule: JSON.stringify(rule),
    steps: steps.map(({ after, action }) => `${after} ${action}`).join(', '),
    version,
  };
}
