import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#lib/db/core/database';
import { countViewsOf, deleteViewRow, lockView, writeView } from '#lib/db/device-list/saved-views';
import { recordAudit } from '#lib/db/people/audit';
import { nameKeyOf } from '#lib/domain/text/name-key';
import type { SavedView, ViewInput } from '../contract/view.ts';
import { TenkoError } from '../errors.ts';
import {
  nameTaken,
  requireChangeable,
  requireSharing,
  toSavedView,
  type ViewUser,
  viewFacts,
} from './view-access.ts';

const mostOfOneOwner = 100;

/** Saves a new view. Throws `view_name_taken`, `too_many_views`, or `not_authorized` where sharing is not allowed. */
export async function createView(
  db: Database,
  input: ViewInput,
  user: ViewUser,
  now: Date,
): Promise<SavedView> {
  requireSharing(input.shared, user);
  const { actor } = user;
  const row = {
    id: uuidv7(),
    ownerKey: user.owner,
    owner: actor.name,
    ...input,
    nameKey: nameKeyOf(input.name),
    createdAt: now,
    updatedAt: now,
  };
  await db.transaction(async (tx) => {
    if ((await countViewsOf(tx, user.owner)) >= mostOfOneOwner) {
      throw new TenkoError('too_many_views', `${mostOfOneOwner} views are the most that one owner may have.`);
    }
    if (!(await writeView(tx, row))) throw nameTaken(input.name);
    await recordAudit(tx, { actor, action: 'view.create', target: row.id, after: viewFacts(row), now });
  });
  return toSavedView(row, user);
}

/** Gives a view another name, query or audience; it stays its owner's. Throws as `createView`, and `not_found`. */
export async function changeView(
  db: Database,
  id: string,
  input: ViewInput,
  user: ViewUser,
  now: Date,
): Promise<SavedView> {
  return db.transaction(async (tx) => {
    const found = await lockView(tx, id);
    requireChangeable(found, user);
    requireSharing(input.shared, user);
    const row = { ...found, ...input, nameKey: nameKeyOf(input.name), updatedAt: now };
    if (!(await writeView(tx, row))) throw nameTaken(input.name);
    await recordAudit(tx, {
      actor: user.actor,
      action: 'view.change',
      target: id,
      details: { owner: found.owner },
      now,
      before: viewFacts(found),
      after: viewFacts(row),
    });
    return toSavedView(row, user);
  });
}

/** Deletes a view for good. Throws `not_found`, or `not_authorized` for a shared one of another. */
export async function deleteView(
  db: Database,
  id: string,
  user: ViewUser,
  now: Date,
): Promise<{ id: string }> {
  await db.transaction(async (tx) => {
    const found = await lockView(tx, id);
    requireChangeable(found, user);
    await deleteViewRow(tx, id);
    const details = { owner: found.owner };
    const before = viewFacts(found);
    await recordAudit(tx, { actor: user.actor, action: 'view.delete', target: id, before, details, now });
  });
  return { id };
}
