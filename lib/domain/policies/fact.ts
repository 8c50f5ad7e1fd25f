import { clientStatusCodes } from '../devices/client-status-code.ts';
import { operatingSystems, ownerships } from '../devices/operating-system.ts';

export type FactType = 'text' | 'boolean' | 'version' | 'time' | 'any';

/** What rules look at, and of which type it is. A fact with `values` has no others. */
export const facts = {
  os: { type: 'text', values: operatingSystems },
  osVersion: { type: 'version' },
  ownership: { type: 'text', values: ownerships },
  manufacturer: { type: 'text' },
  model: { type: 'text' },
  encrypted: { type: 'boolean' },
  passcodeSet: { type: 'boolean' },
  compromised: { type: 'boolean' },
  lastCheckIn: { type: 'time' },
  missingSince: { type: 'time' },
  clientStatusCode: { type: 'text', values: clientStatusCodes },
  azureDeviceId: { type: 'text' },
  name: { type: 'text' },
  serialNumber: { type: 'text' },
  userPrincipalName: { type: 'text' },
} as const satisfies Record<string, { type: FactType; values?: readonly string[] }>;

export type FactName = keyof typeof facts;
export const factNames = Object.keys(facts) as FactName[];

/** A fact of `device.attributes`, by its key. */
export type AttributeFact = `attributes.${string}`;
export type Fact = FactName | AttributeFact;

const attributePrefix = 'attributes.';

/** The key of a fact of the check-in's attributes; null: it is another fact. */
export function attributeKeyOf(fact: Fact): string | null {
  return fact.startsWith(attributePrefix) ? fact.slice(attributePrefix.length) : null;
}

export function isFactName(name: string): name is FactName {
  return Object.hasOwn(facts, name);
}

/** Attributes may be of any type: which one a condition means shows its operator and value. */
export function typeOfFact(fact: Fact): FactType {
  return isFactName(fact) ? facts[fact].type : 'any';
}

/** The only values of a fact; null: any text. */
export function valuesOfFact(fact: Fact): readonly string[] | null {
  if (!isFactName(fact)) return null;
  const known = facts[fact];
  return 'values' in known ? known.values : null;
}

/** The osVersion of a device whose feed reports none. */
export const unknownVersion = 'unknown';
