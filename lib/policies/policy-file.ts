import { isEqual, pick } from 'es-toolkit';
import { stringify } from 'yaml';
import type { Database } from '#lib/db/core/database';
import { type PolicyRow, selectPolicies } from '#lib/db/policies/policies';
import { selectVersionLists, toVersionLists, type VersionListRow } from '#lib/db/policies/version-lists';
import type { Actor } from '#lib/domain/people/actor';
import { listsOf } from '#lib/domain/policies/rule';
import type { VersionLists } from '#lib/domain/policies/version-list';
import type { PolicyInput } from '../contract/policy.ts';
import type { VersionListInput } from '../contract/version-list.ts';
import { TenkoError } from '../errors.ts';
import { listBrakeOf } from './list-brake.ts';
import { brakeOf } from './preview-policy.ts';
import { type PolicyFile, readPolicyFile, withListNames } from './read-policy-file.ts';
import { changePolicy, createPolicy, deletePolicy } from './save-policy.ts';
import { changeVersionList, createVersionList, deleteVersionList } from './version-lists.ts';

const written = ['name', 'description', 'enabled', 'mode', 'scope', 'rule', 'steps', 'fix'] as const;

interface FileChange {
  kind: 'create' | 'change' | 'delete';
  /** Of what is stored, or is to be */
  id: string | null;
  name: string;
  /** Which parts of what is stored change */
  parts: string[];
  /** Devices that it would make newly noncompliant or retired */
  newlyBlocked: number;
  needsConfirmation: boolean;
}

/** What a file would do with one policy, or one version list. */
export type PolicyFileChange = FileChange &
  (
    | { of: 'policy'; input: PolicyInput | null }
    | { of: 'versionList'; input: Pick<VersionListInput, 'name' | 'versions'> | null }
  );

const nothing = { parts: [], input: null, newlyBlocked: 0, needsConfirmation: false };

/** All policies, and all version lists, as YAML. Reading it back changes nothing. */
export async function exportPolicyFile(db: Database, now: Date): Promise<string> {
  const [policies, lists] = await Promise.all([
    selectPolicies(db.pool, { now, most: 1 }),
    selectVersionLists(db.pool),
  ]);
  const names = new Map(lists.map(({ id, name }) => [id, name]));
  return stringify({
    ...(lists.length > 0 && { versionLists: lists.map((list) => pick(list, ['name', 'versions'])) }),
    policies: policies.map((policy) => ({
      ...pick(policy, written),
      rule: withListNames(policy.rule, names),
    })),
  });
}

/**
 * What a file would change. Policies and version lists are known by their names. One that came from a file and is in it no
 * longer is deleted; others that the file does not name stay. Throws `invalid_input`, with each problem and its line.
 */
export async function planPolicyFile(db: Database, text: string, now: Date): Promise<PolicyFileChange[]> {
  const [stored, storedLists] = await Promise.all([
    selectPolicies(db.pool, { now, most: 1 }),
    selectVersionLists(db.pool),
  ]);
  const wanted = readPolicyFile(text, storedLists);
  const lists = await planLists(db, wanted, storedLists, now);
  const after = new Map(toVersionLists(storedLists));
  for (const { id, versions } of wanted.lists) after.set(id, { versions, savedAtMs: now.getTime() });
  const policies = await planPolicies(db, wanted, stored, after, now);
  const names = new Set(wanted.policies.map(({ name }) => name));
  const gone = stored.filter(({ name, managedByFile }) => managedByFile !== null && !names.has(name));
  const deleted = gone.map(({ id, name }) => ({
    ...nothing,
    of: 'policy' as const,
    kind: 'delete' as const,
    id,
    name,
  }));
  // A list comes before the rules that look at it, and goes after them.
  const [kept, lost] = [lists.filter(({ kind }) => kind !== 'delete'), lists.filter(isDeletion)];
  return [...kept, ...policies, ...deleted, ...lost];
}

const isDeletion = ({ kind }: FileChange) => kind === 'delete';

async function planLists(
  db: Database,
  { lists }: PolicyFile,
  stored: readonly VersionListRow[],
  now: Date,
): Promise<PolicyFileChange[]> {
  const changes: PolicyFileChange[] = [];
  for (const { id, ...input } of lists) {
    const found = stored.find((list) => list.id === id);
    const parts = found === undefined || !isEqual(input.versions, found.versions) ? ['versions'] : [];
    if (found !== undefined && parts.length === 0 && found.managedByFile !== null) continue;
    const { count, holds } = await listBrakeOf(db, new Map([[id, input.versions]]), now);
    const kind = found === undefined ? 'create' : 'change';
    const blocks = { newlyBlocked: count, needsConfirmation: holds };
    changes.push({ of: 'versionList', kind, id, name: input.name, parts, input, ...blocks });
  }
  const names = new Set(lists.map(({ name }) => name));
  const gone = stored.filter(({ name, managedByFile }) => managedByFile !== null && !names.has(name));
  for (const { id, name } of gone) changes.push({ ...nothing, of: 'versionList', kind: 'delete', id, name });
  return changes;
}

/** `lists`: as they are once the file is applied */
async function planPolicies(
  db: Database,
  { policies }: PolicyFile,
  stored: readonly PolicyRow[],
  lists: VersionLists,
  now: Date,
): Promise<PolicyFileChange[]> {
  const changes: PolicyFileChange[] = [];
  for (const input of policies) {
    const found = storedAs(input.name, stored);
    const parts =
      found === null ? [...written] : written.filter((part) => !isEqual(input[part], found[part]));
    const isTaken = found === null || found.managedByFile === null;
    if (parts.length === 0 && !isTaken) continue;
    requireKnownLists(input, lists);
    const { count, holds } = await brakeOf(db, input, found, now, lists);
    const blocks = { newlyBlocked: count, needsConfirmation: holds };
    const kind = found === null ? 'create' : 'change';
    changes.push({ of: 'policy', kind, id: found?.id ?? null, name: input.name, parts, input, ...blocks });
  }
  return changes;
}

function requireKnownLists({ name, rule }: PolicyInput, lists: VersionLists): void {
  const unknown = listsOf(rule).find((id) => !lists.has(id));
  if (unknown !== undefined)
    throw new TenkoError(
      'invalid_input',
      `The policy “${name}” looks at a version list that there is not: ${unknown}.`,
    );
}

/**
 * Carries out what `planPolicyFile` says, one after the other. `confirm`: what takes access from many is confirmed. Throws as
 * the verbs do.
 */
export async function applyPolicyFile(
  db: Database,
  text: string,
  { managedByFile, confirm, actor }: { managedByFile: string; confirm: boolean; actor: Actor },
  now: Date,
): Promise<PolicyFileChange[]> {
  const changes = await planPolicyFile(db, text, now);
  const held = changes.filter(({ needsConfirmation }) => needsConfirmation && !confirm);
  if (held.length > 0) {
    const names = held.map(({ name, newlyBlocked }) => `${name} (${newlyBlocked} devices)`).join(', ');
    throw new TenkoError(
      'confirmation_needed',
      `Many devices would become noncompliant or retired: ${names}.`,
    );
  }
  const from = { managedByFile };
  for (const change of changes) {
    const { kind, id, newlyBlocked } = change;
    if (change.of === 'versionList') {
      if (id === null) continue;
      if (change.input === null) await deleteVersionList(db, id, actor, now);
      else if (kind === 'create') await createVersionList(db, change.input, actor, now, { id, ...from });
      else await changeVersionList(db, id, { ...change.input, confirm: newlyBlocked }, actor, now, from);
    } else if (id !== null && kind === 'delete') await deletePolicy(db, id, actor, now);
    else if (change.input !== null) {
      const confirmed = { ...change.input, confirm: newlyBlocked };
      if (id === null) await createPolicy(db, confirmed, actor, now, from);
      else await changePolicy(db, id, confirmed, actor, now, from);
    }
  }
  return changes;
}

function storedAs(name: string, stored: readonly PolicyRow[]): PolicyRow | null {
  const found = stored.filter((policy) => policy.name === name);
  if (found.length > 1)
    throw new TenkoError(
      'invalid_input',
      `Several policies have the name “${name}”: rename them, so that the file can name one.`,
    );
  return found[0] ?? null;
}
