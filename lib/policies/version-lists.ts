import { isEqual } from 'es-toolkit';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#lib/db/core/database';
import type { Transaction } from '#lib/db/core/prisma';
import { recordAudit } from '#lib/db/people/audit';
import { startPolicyChange } from '#lib/db/policies/policies';
import { lockPolicies } from '#lib/db/policies/policies-in-force';
import {
  deleteVersionListRow,
  type ListUser,
  selectRules,
  selectVersionLists,
  type VersionListRow,
  writeVersionList,
} from '#lib/db/policies/version-lists';
import type { Actor } from '#lib/domain/people/actor';
import { listsOf } from '#lib/domain/policies/rule';
import type { ListedVersion } from '#lib/domain/policies/version-list';
import type { VersionListInput, VersionListItem } from '../contract/version-list.ts';
import { TenkoError } from '../errors.ts';
import { listBrakeOf } from './list-brake.ts';
import { isConfirmed } from './preview-policy.ts';

/** Admins keep a list for each system. */
const mostLists = 100;
/** Of a list's versions in an audit event */
const mostAudited = 50;

/** All version lists by name. */
export async function listVersionLists(db: Database): Promise<{ items: VersionListItem[] }> {
  const [lists, users] = await Promise.all([selectVersionLists(db.pool), selectRules(db.pool)]);
  return { items: lists.map((list) => toItem(list, users)) };
}

/** One version list. Throws `not_found`. */
export async function getVersionList(db: Database, id: string): Promise<VersionListItem> {
  const [[list], users] = await Promise.all([selectVersionLists(db.pool, id), selectRules(db.pool)]);
  if (list === undefined) throw notFound(id);
  return toItem(list, users);
}

/** Creates a version list; `managedByFile`: from which file. Throws `invalid_input` for a name that another list has. */
export async function createVersionList(
  db: Database,
  { name, versions }: Pick<VersionListInput, 'name' | 'versions'>,
  actor: Actor,
  now: Date,
  { id = uuidv7(), managedByFile = null }: { id?: string; managedByFile?: string | null } = {},
): Promise<VersionListItem> {
  await db.transaction(async (tx) => {
    await lockPolicies(tx);
    await requireFreeName(tx, name, id);
    const times = { versionsAt: now, createdAt: now, updatedAt: now };
    await writeVersionList(tx, {
      id,
      name,
      versions,
      revision: 1,
      ...times,
      updatedBy: actor.name,
      managedByFile,
    });
    const after = { name, versions: linesOf(versions) };
    await recordAudit(tx, { actor, action: 'version_list.create', target: id, after, now });
  });
  return getVersionList(db, id);
}

/**
 * Changes a version list; `managedByFile`: from which file, left out as before. The policies that look at it are applied to
 * all devices again. Throws `not_found`, `confirmation_needed` where it would take access from many, and as
 * `createVersionList`.
 */
export async function changeVersionList(
  db: Database,
  id: string,
  { name, versions, confirm }: VersionListInput,
  actor: Actor,
  now: Date,
  from: { managedByFile?: string } = {},
): Promise<VersionListItem> {
  const { count, holds } = await listBrakeOf(db, new Map([[id, versions]]), now);
  if (holds && !isConfirmed(confirm, count))
    throw new TenkoError(
      'confirmation_needed',
      `${count} devices would become noncompliant or retired. To save the version list, send "confirm": ${count}.`,
      { count },
    );
  await db.transaction(async (tx) => {
    await lockPolicies(tx);
    const [stored] = await selectVersionLists(tx, id);
    if (stored === undefined) throw notFound(id);
    await requireFreeName(tx, name, id);
    const isSame = isEqual(versions, stored.versions);
    const changed = isSame ? {} : { versions, revision: stored.revision + 1, versionsAt: now };
    await writeVersionList(tx, {
      ...stored,
      ...from,
      ...changed,
      name,
      updatedAt: now,
      updatedBy: actor.name,
    });
    if (!isSame)
      for (const user of usersOf(await selectRules(tx), id)) await startPolicyChange(tx, user.id, now);
    const [lost, gained] = [linesOf(stored.versions, versions), linesOf(versions, stored.versions)];
    const [before, after] = [
      { name: stored.name, versions: lost },
      { name, versions: gained },
    ];
    await recordAudit(tx, { actor, action: 'version_list.change', target: id, before, after, now });
  });
  return getVersionList(db, id);
}

/** Deletes a version list. Throws `not_found`, and `version_list_in_use` with the policies that look at it. */
export async function deleteVersionList(
  db: Database,
  id: string,
  actor: Actor,
  now: Date,
): Promise<{ id: string }> {
  await db.transaction(async (tx) => {
    await lockPolicies(tx);
    const [stored] = await selectVersionLists(tx, id);
    if (stored === undefined) throw notFound(id);
    const users = usersOf(await selectRules(tx), id);
    if (users.length > 0) {
      const names = users.map(({ name }) => `“${name}”`).join(', ');
      throw new TenkoError(
        'version_list_in_use',
        `Policies look at the version list “${stored.name}”: ${names}. Change or delete them first.`,
        { count: users.length },
      );
    }
    await deleteVersionListRow(tx, id);
    const before = { name: stored.name, versions: linesOf(stored.versions) };
    await recordAudit(tx, { actor, action: 'version_list.delete', target: id, before, now });
  });
  return { id };
}

async function requireFreeName(tx: Transaction, name: string, id: string): Promise<void> {
  const others = (await selectVersionLists(tx)).filter((list) => list.id !== id);
  const isTaken = others.some((other) => other.name.toLowerCase() === name.toLowerCase());
  if (isTaken) throw refused('name', 'taken', 'is the name of another version list');
  if (others.length >= mostLists)
    throw refused('name', 'too_many', `is of one more than ${mostLists} version lists`);
}

function refused(path: string, code: string, message: string): TenkoError {
  return new TenkoError('invalid_input', `${path} ${message}.`, { errors: [{ path, code, message }] });
}

function notFound(id: string): TenkoError {
  return new TenkoError('not_found', `Version list ${id} not found.`);
}

function usersOf(policies: readonly ListUser[], listId: string): ListUser[] {
  return policies.filter(({ rule }) => listsOf(rule).includes(listId));
}

function toItem(list: VersionListRow, policies: readonly ListUser[]): VersionListItem {
  const { id, name, versions, createdAt, updatedAt, updatedBy, managedByFile } = list;
  return {
    id,
    name,
    versions,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    updatedBy,
    managedByFile,
    usedBy: usersOf(policies, id).map((user) => ({ policyId: user.id, name: user.name })),
  };
}

/** For the audit log: those versions that others are not. */
function linesOf(versions: readonly ListedVersion[], others: readonly ListedVersion[] = []): string[] {
  const lines = versions
    .filter((version) => !others.some((other) => isEqual(version, other)))
    .map(({ version, releasedAt, models = [] }) => [version, releasedAt, ...models.slice(0, 5)].join(', '));
  return lines.length <= mostAudited
    ? lines
    : [...lines.slice(0, mostAudited), `+ ${lines.length - mostAudited}`];
}
