import type { Database } from '#lib/db/core/database';
import { selectPolicyNames } from '#lib/db/devices/device-policies';
import type { PolicyNames } from '../contract/device-list.ts';

/** Policies that are violated now, as suggestions: those of the devices that checked in last. */
export async function listPolicyNames(db: Database): Promise<PolicyNames> {
  return { items: await selectPolicyNames(db.pool) };
}
