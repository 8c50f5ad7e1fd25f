import type { DeviceCriteria } from './device-criteria.ts';
import { ownerships } from './operating-system.ts';
import { actions } from './verdict.ts';

/** Filters by what a device is, each with its values; null: any text. */
export const traitValues = {
  osVersion: null,
  model: null,
  ownership: [...ownerships, 'blank'],
  encrypted: ['true', 'false', 'blank'],
  action: [...actions, 'blank'],
  failureCode: null,
} as const satisfies Partial<Record<keyof DeviceCriteria, readonly string[] | null>>;
export type TraitFilter = keyof typeof traitValues;
export const traitFilters = Object.keys(traitValues) as TraitFilter[];

/** Those whose values only the devices know. */
export const namedTraits = ['osVersion', 'model', 'failureCode'] as const satisfies readonly TraitFilter[];
export type NamedTrait = (typeof namedTraits)[number];
