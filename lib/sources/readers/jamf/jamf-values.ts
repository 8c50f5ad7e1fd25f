import { idIn, recordsIn, textIn } from '../native-values.ts';
import { isRecord } from '../record-of.ts';

export type Native = Readonly<Record<string, unknown>>;

/** What the settings of a source say of how its records are read. */
export interface JamfView {
  /** Name of the smart group of compliant devices, where this list has such a group; else null */
  compliantGroup: string | null;
  /** Name of the extension attribute with the device id in Entra; null: none */
  azureIdAttribute: string | null;
}

/** A section of a record; an empty one where it is missing. */
export function section(native: Native, name: string): Native {
  const value = native[name];
  return isRecord(value) ? value : {};
}

/** Jamf writes -1 for “none”. */
export function jamfText(value: unknown): string | null {
  const text = textIn(value);
  return text === '-1' ? null : text;
}

/** “26.1” with the rapid security response “(a)” is “26.1 (a)”. */
export function withResponse(version: string | null, response: unknown): string | null {
  const letters = jamfText(response);
  return version === null || letters === null ? version : `${version} ${letters}`;
}

/**
 * Out of the group of compliant devices is quarantine, as with Jamf's own device compliance. Throws if the record does not say
 * of which groups the device is a member: then nothing is known, and the record is skipped.
 */
export function violationsOf(memberships: unknown, { compliantGroup }: JamfView) {
  if (compliantGroup === null) return [];
  if (!Array.isArray(memberships)) throw new Error('the record does not list the groups of the device');
  const wanted = compliantGroup.toLowerCase();
  const isIn = recordsIn(memberships).some(({ groupName }) => textIn(groupName)?.toLowerCase() === wanted);
  return isIn ? [] : [{ policy: `Not in the smart group ${compliantGroup}`, action: 'quarantine' as const }];
}

const guid = /^\{?\s*([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\s*\}?$/i;

/** Inventory has no id of Entra: a script fills an extension attribute with it, once the device is registered. */
export function azureOf(native: Native, { azureIdAttribute }: JamfView) {
  if (azureIdAttribute === null) return undefined;
  const wanted = azureIdAttribute.toLowerCase();
  const sections = [native, ...Object.values(native).filter(isRecord)];
  const found = sections
    .flatMap((one) => recordsIn(one.extensionAttributes))
    .find(({ name }) => textIn(name)?.toLowerCase() === wanted);
  const values = found?.values ?? found?.value;
  const first = idIn(Array.isArray(values) ? values[0] : values);
  const deviceId = guid.exec(first ?? '')?.[1] ?? null;
  return { deviceId, clientStatusCode: deviceId === null ? null : 'Success' };
}
