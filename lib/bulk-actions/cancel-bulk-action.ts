import { setBulkCancelled } from '#lib/db/bulk-actions/bulk-actions';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import type { Actor } from '#lib/domain/people/actor';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import type { BulkAction } from '../contract/bulk-action.ts';
import { getBulkAction, requireBulkAction } from './bulk-actions.ts';

/**
 * Cancels what is left of a bulk action; what is under way still ends. Changes nothing where it is finished or
 * cancelled already. Throws `not_found`.
 */
export async function cancelBulkAction(
  db: Database,
  id: string,
  kind: BulkActionKind,
  actor: Actor,
  now: Date,
): Promise<BulkAction> {
  await requireBulkAction(db, id, kind);
  await db.transaction(async (tx) => {
    if (!(await setBulkCancelled(tx, id, { by: actor.name, at: now }))) return;
    await recordAudit(tx, { actor, action: 'bulk_action.cancel', target: id, details: { kind }, now });
  });
  return getBulkAction(db, id, now, kind);
}
