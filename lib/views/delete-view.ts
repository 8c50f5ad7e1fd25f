import type { Database } from '#lib/db/core/database';
import { deleteViewRow, lockView } from '#lib/db/device-list/saved-views';
import { recordAudit } from '#lib/db/people/audit';
import { requireChangeable, type ViewUser, viewFacts } from './view-access.ts';

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
