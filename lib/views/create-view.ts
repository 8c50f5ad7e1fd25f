import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#lib/db/core/database';
import { countViewsOf, writeView } from '#lib/db/device-list/saved-views';
import { recordAudit } from '#lib/db/people/audit';
import type { SavedView, ViewInput } from '../contract/view.ts';
import { TenkoError } from '../errors.ts';
import {
  nameKeyOf,
  nameTaken,
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
