import { mapValues } from 'es-toolkit';
import {
  type AzureComplianceStatus,
  type ManagementState,
  managementStates,
} from '../reports/report-status.ts';
import type { AccessState } from './access.ts';
import { type Channel, reportingChannels } from './channel.ts';
import { type ClientStatusCode, clientStatusCodes, fixerOf } from './client-status-code.ts';
import type { DeviceCriteria } from './device-criteria.ts';
import { type EntraProblem, entraProblems } from './entra-problem.ts';
import { hasChannel, type OperatingSystem, operatingSystems } from './operating-system.ts';
import type { Verdict } from './verdict.ts';

/** What a list of devices can be filtered by, except for the feed. */
export interface FacetValues {
  verdict: Verdict;
  azureComplianceStatus: AzureComplianceStatus | null;
  clientStatusCode: ClientStatusCode | null;
  os: OperatingSystem;
  managementState: ManagementState;
  /** No report was ever taken by Microsoft's API */
  reportTimeBlank: boolean;
  drift: boolean;
  access: AccessState;
  entraProblem: EntraProblem | null;
  channel: Channel;
  /** A policy takes its access, unless it is fixed by then */
  losesAccess: boolean;
}

/**
 * The one table of what a facet holds: the place of each field in the number, and the code of each value. `blank` is null.
 * The generated column `devices.facet` and the rows of `facet_counts` store these numbers: a code never changes, and a new
 * value takes the next free one, whatever the order of the type. `device-facet.test.ts` compares the column with this table.
 */
const fields = {
  verdict: { shift: 0, bits: 2, codes: { compliant: 0, noncompliant: 1, retired: 2 } },
  azureComplianceStatus: { shift: 2, bits: 2, codes: { blank: 0, in_progress: 1, successful: 2, failed: 3 } },
  clientStatusCode: {
    shift: 4,
    bits: 4,
    codes: {
      blank: 0,
      Success: 1,
      Internal_Error: 2,
      Workplace_Join_Required: 3,
      Interaction_Required: 4,
      Server_Declined_Scopes: 5,
      Server_Protection_Policies_Required: 6,
      User_Canceled: 7,
      Account_logged_out: 8,
    },
  },
  os: {
    shift: 8,
    bits: 4,
    codes: {
      ios: 0,
      ipados: 1,
      android: 2,
      macos: 3,
      windows: 4,
      visionos: 5,
      tvos: 6,
      watchos: 7,
      chromeos: 8,
      linux: 9,
      other: 10,
    },
  },
  managementState: { shift: 12, bits: 2, codes: { managed: 0, retiring: 1, retired: 2 } },
  reportTimeBlank: { shift: 14, bits: 1, codes: { false: 0, true: 1 } },
  drift: { shift: 15, bits: 1, codes: { false: 0, true: 1 } },
  access: { shift: 16, bits: 2, codes: { unknown: 0, let_in: 1, likely_blocked: 2 } },
  entraProblem: {
    shift: 18,
    bits: 3,
    codes: {
      blank: 0,
      not_in_entra: 1,
      disabled: 2,
      expired: 3,
      no_state: 4,
      not_followed_yet: 5,
      no_permission: 6,
    },
  },
  channel: { shift: 21, bits: 2, codes: { none: 0, partner: 1, windows: 2, tag: 3 } },
  losesAccess: { shift: 23, bits: 1, codes: { false: 0, true: 1 } },
} satisfies {
  [N in keyof FacetValues]: { shift: number; bits: number; codes: Record<WordOf<FacetValues[N]>, number> };
};

/** How the table spells a value. */
type WordOf<V> = V extends null ? 'blank' : V extends boolean ? `${V}` : V;
type FieldName = keyof typeof fields;
export const facetFieldNames = Object.keys(fields) as FieldName[];
/** The report time only parts lists that are sorted by it, and a coming loss of access is part of a flag. */
const filterFields = facetFieldNames.filter((name) => name !== 'reportTimeBlank' && name !== 'losesAccess');
type FilterField = (typeof filterFields)[number];

/** The feed's hash is above these, and takes the rest: a double holds 53 bits exactly. */
export const facetBits = 24;
export const feedHashBits = 53 - facetBits;

const maskOf = (name: FieldName) => ((1 << fields[name].bits) - 1) << fields[name].shift;
const wordOf = (value: unknown) => (value === null ? 'blank' : String(value));

/** The codes of each field by word, and its values by code: what packing and unpacking look up. */
const codesByWord = mapValues(
  fields,
  ({ shift, codes }) => new Map(Object.entries<number>(codes).map(([word, code]) => [word, code << shift])),
);
const valuesByCode = mapValues(fields, ({ codes }) => {
  const byCode: unknown[] = [];
  for (const [word, code] of Object.entries<number>(codes)) byCode[code] = valueFor(word);
  return byCode;
});

function valueFor(word: string): unknown {
  if (word === 'blank') return null;
  return word === 'true' || word === 'false' ? word === 'true' : word;
}

function codeOf(name: FieldName, value: unknown): number {
  const code = codesByWord[name].get(wordOf(value));
  if (code === undefined) throw new Error(`The facet has no code for ${name} ${wordOf(value)}.`);
  return code;
}

export function packFacet(values: FacetValues): number {
  return facetFieldNames.reduce((facet, name) => facet | codeOf(name, values[name]), 0);
}

export function unpackFacet(facet: number): FacetValues {
  const entries = facetFieldNames.map((name) => [
    name,
    valuesByCode[name][(facet & maskOf(name)) >> fields[name].shift],
  ]);
  return Object.fromEntries(entries) as FacetValues;
}

/** Values that hold together: of each field one of its own. */
type Way = { [N in FieldName]?: readonly FacetValues[N][] };

const notRetired = managementStates.filter((state) => state !== 'retired');

/** Flags that follow from several values: one of the ways holds. Lists, counts and the overview all ask here. */
const flagWays = {
  /** Blank: never reported. One that was refused, or is on its way, differs by its status. */
  neverReported: [{ azureComplianceStatus: [null] }],
  /** Drift, or any problem of Entra's answer */
  entraDisagrees: [{ drift: [true] }, { entraProblem: entraProblems }],
  /** The next step, or one beside it, is for the device's user (`nextStepOf`). */
  userHasToAct: [
    { managementState: notRetired, verdict: ['noncompliant'] },
    {
      managementState: notRetired,
      verdict: ['compliant'],
      channel: reportingChannels,
      clientStatusCode: clientStatusCodes.filter((code) => fixerOf[code] === 'user'),
    },
    {
      managementState: notRetired,
      verdict: ['compliant'],
      os: operatingSystems.filter(hasChannel),
      entraProblem: ['not_in_entra'],
    },
    { managementState: notRetired, verdict: ['compliant'], losesAccess: [true] },
  ],
} satisfies Record<string, readonly Way[]>;
export type FacetFlag = keyof typeof flagWays;
export const facetFlags = Object.keys(flagWays) as FacetFlag[];

/** Of the values of one facet. */
export function flagHolds(flag: FacetFlag, values: FacetValues): boolean {
  const ways: readonly Way[] = flagWays[flag];
  return ways.some((way) =>
    (Object.entries(way) as [FieldName, readonly unknown[]][]).every(([name, allowed]) =>
      allowed.includes(values[name]),
    ),
  );
}

interface MaskedCodes {
  mask: number;
  codes: readonly number[];
}

/** The facets that match: for each term, under one of its masks one of the codes. None: all match. */
export type FacetTerms = readonly { field: FilterField | FacetFlag; any: readonly MaskedCodes[] }[];

const flagTerms: FacetTerms = facetFlags.map((field) => {
  const ways: readonly Way[] = flagWays[field];
  return { field, any: ways.map(codesOf) };
});

function codesOf(way: Way): MaskedCodes {
  const named = Object.entries(way) as [FieldName, readonly unknown[]][];
  const combined = named.reduce(
    (codes, [name, values]) => codes.flatMap((code) => values.map((value) => code | codeOf(name, value))),
    [0],
  );
  return { mask: named.reduce((all, [name]) => all | maskOf(name), 0), codes: combined };
}

/** What a filter says of facets; the feed is apart. */
export function facetTerms(criteria: DeviceCriteria): FacetTerms {
  const terms = filterFields.flatMap((field) => {
    const wanted = criteria[field];
    if (wanted === undefined || (Array.isArray(wanted) && wanted.length === 0)) return [];
    const values: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
    // A stored filter may contain a value of another version: no device has it.
    const known = values.map((value) => codesByWord[field].get(wordOf(value === 'blank' ? null : value)));
    const codes = new Set(known.filter((code) => code !== undefined));
    return [{ field, any: [{ mask: maskOf(field), codes: [...codes] }] }];
  });
  return [...terms, ...flagTerms.filter(({ field }) => criteria[field as FacetFlag] === true)];
}

export function facetMatches(facet: number, terms: FacetTerms): boolean {
  return terms.every((term) => termMatches(facet, term));
}

export function termMatches(facet: number, { any }: FacetTerms[number]): boolean {
  return any.some(({ mask, codes }) => codes.includes(facet & mask));
}

/** Of a facet with the feed's hash, too. */
export function facetHas(facet: number, flag: 'reportTimeBlank' | 'drift'): boolean {
  return (facet & maskOf(flag)) !== 0;
}
