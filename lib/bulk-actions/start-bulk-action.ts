import { v7 as uuidv7 } from 'uuid';
import { insertBulkAction, setBulkTotal } from '#lib/db/bulk-actions/bulk-actions';
import { freezeMatching, freezeNamed } from '#lib/db/bulk-actions/bulk-items';
import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { resolveCriteria } from '#lib/domain/devices/device-criteria';
import type { Actor } from '#lib/domain/people/actor';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import type { BulkAccepted, BulkFilter } from '../contract/bulk-action.ts';
import { TenkoError } from '../errors.ts';

interface Request {
  kind: BulkActionKind;
  /** One of both */
  deviceIds?: readonly string[] | undefined;
  filter?: BulkFilter | undefined;
  confirmedCount?: number | undefined;
}

/**
 * Freezes the devices that a bulk action is about; workers do the rest. Throws `count_changed` where they are not as
 * many as were confirmed.
 */
export async function startBulkAction(
  db: Database,
  request: Request,
  actor: Actor,
  now: Date,
): Promise<BulkAccepted> {
  const { kind, deviceIds = [], filter = null, confirmedCount } = request;
  const id = uuidv7();
  return db.transaction(async (tx) => {
    await insertBulkAction(tx, { id, kind, filter, requestedBy: actor.name, createdAt: now });
    const total =
      filter === null
        ? await freezeNamed(tx, id, deviceIds)
        : await freezeMatching(tx, id, resolveCriteria(filter, now));
    if (confirmedCount !== undefined && confirmedCount !== total) {
      throw new TenkoError('count_changed', `${confirmedCount} devices were confirmed; now it is ${total}.`, {
        count: total,
      });
    }
    await setBulkTotal(tx, id, total);
    const details = { kind, total, filter: filter === null ? null : JSON.stringify(filter) };
    await recordAudit(tx, { actor, action: 'bulk_action.start', target: id, details, now });
    return { id, total };
  });
}
