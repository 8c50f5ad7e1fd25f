import type { EntraDevice } from '../azure/azure-gateway.ts';
import type { Verdict } from './verdict.ts';

/** Channel `tag`: an extension attribute of the Entra device says the verdict, and a policy of the tenant goes by it. */
export interface TagSettings {
  /** The number of the extension attribute, 1…15 */
  attribute: number;
  values: { compliant: string; noncompliant: string };
}

/** What the attribute was found to hold. `foreign`: a value that Tenko did not write; `missing`: none */
export const tagStates = ['compliant', 'noncompliant', 'foreign', 'missing'] as const;
export type TagState = (typeof tagStates)[number];

export interface EntraTag {
  state: TagState;
  /** Null: none */
  value: string | null;
  /** Whether Entra evaluates extension attributes of this device at all; null: its flags could not be read */
  evaluated: boolean | null;
}

/** Attributes and values that Tenko has been set to write: another value is somebody else's, and is never overwritten. */
export type OwnTagValues = ReadonlyMap<number, ReadonlySet<string>>;

/** What the attribute of a device says of a verdict. A retired device stays blocked until its tag is cleared. */
export function tagStateFor(verdict: Verdict): 'compliant' | 'noncompliant' {
  return verdict === 'compliant' ? 'compliant' : 'noncompliant';
}

/** Trust types of devices that are joined to an Active Directory domain as well (hybrid joined). */
const hybridTrust = 'ServerAd';

/** What Entra's answer, read with its attributes, says of a device's tag. */
export function readTag(
  entra: Pick<EntraDevice, 'isCompliant' | 'isManaged' | 'attributes' | 'trustType'>,
  { attribute, values }: TagSettings,
): EntraTag {
  const value = entra.attributes?.get(attribute) ?? null;
  return { state: stateOf(value, values), value, evaluated: isEvaluated(entra) };
}

function stateOf(value: string | null, values: TagSettings['values']): TagState {
  if (value === null) return 'missing';
  if (value === values.compliant) return 'compliant';
  return value === values.noncompliant ? 'noncompliant' : 'foreign';
}

/**
 * Conditional Access reads extension attributes only of devices that Intune manages, or that are compliant or hybrid joined:
 * https://learn.microsoft.com/entra/identity/conditional-access/concept-condition-filters-for-devices
 */
function isEvaluated(entra: Pick<EntraDevice, 'isCompliant' | 'isManaged' | 'trustType'>): boolean | null {
  if (entra.trustType === hybridTrust || entra.isManaged === true || entra.isCompliant === true) return true;
  return entra.isManaged === null && entra.isCompliant === null && entra.trustType === null ? null : false;
}

export interface TagWrite {
  /** By number; null clears. Empty: there is nothing to write */
  attributes: ReadonlyMap<number, string | null>;
}

/**
 * What is written to the attributes of a device: `state` where its tag is to say so, null where nothing of ours is to be
 * left. Whatever else may hold a value of ours is cleared, also where none was found: Entra shows what was written just
 * before only after a while. `foreign`: the attribute holds a value of somebody else.
 */
export function writeTag(
  present: ReadonlyMap<number, string>,
  state: 'compliant' | 'noncompliant' | null,
  settings: TagSettings,
  own: OwnTagValues,
): TagWrite | { foreign: string } {
  const attributes = new Map<number, string | null>();
  for (const [number, values] of own) {
    const held = present.get(number);
    if (held === undefined || values.has(held)) attributes.set(number, null);
  }
  if (state === null) return { attributes };
  const { attribute, values } = settings;
  const held = present.get(attribute);
  if (held !== undefined && !attributes.has(attribute) && !Object.values(values).includes(held))
    return { foreign: `extensionAttribute${attribute}: ${held}` };
  attributes.set(attribute, values[state]);
  return { attributes };
}

/** The rule of a Conditional Access policy's device filter: devices with the bad value are the ones to block. */
export function deviceFilterRule({ attribute, values }: TagSettings): string {
  // Escaped by a backtick: https://learn.microsoft.com/entra/identity/users/groups-dynamic-membership
  return `device.extensionAttribute${attribute} -eq "${values.noncompliant.replaceAll('"', '`"')}"`;
}
