import type { Database } from '#lib/db/core/database';
import { selectTraitValues } from '#lib/db/device-list/device-traits';
import { selectPolicyNames } from '#lib/db/devices/device-policies';
import type { PolicyNames, TraitNames, TraitNamesQuery } from '../contract/device-list.ts';

/** Policies that are violated now, as suggestions: those of the devices that checked in last. */
export async function listPolicyNames(db: Database): Promise<PolicyNames> {
  return { items: await selectPolicyNames(db.pool) };
}

/** What devices have, as suggestions. */
export async function listTraitNames(db: Database, { of }: TraitNamesQuery): Promise<TraitNames> {
  return { items: await selectTraitValues(db, of) };
}
