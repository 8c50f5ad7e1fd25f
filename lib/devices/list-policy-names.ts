import type { PolicyNames } from '../contract/policy-names.ts';
import type { Database } from '../db/database.ts';
import { selectPolicyNames } from '../db/policy-names.ts';

/** Policies that are violated now, as suggestions: those of the devices that checked in last. */
export async function listPolicyNames(db: Database): Promise<PolicyNames> {
  return { items: await selectPolicyNames(db.pool) };
}
