import { type AccessState, accessStates } from './access.ts';
import { type ClientStatusCode, clientStatusCodes } from './client-status-code.ts';
import type { DeviceCriteria } from './device-criteria.ts';
import { type EntraProblem, entraProblems } from './entra-problem.ts';
import { type OperatingSystem, operatingSystems } from './operating-system.ts';
import {
  type AzureComplianceStatus,
  azureComplianceStatuses,
  type ManagementState,
  managementStates,
} from './report-status.ts';
import { type Verdict, verdicts } from './verdict.ts';

/** What lists of devices are narrowed by, but for the feed. */
export interface FacetValues {
  verdict: Verdict;
  azureComplianceStatus: AzureComplianceStatus | null;
  clientStatusCode: ClientStatusCode | null;
  os: OperatingSystem;
  managementState: ManagementState;
  neverReported: boolean;
  drift: boolean;
  access: AccessState;
  entraProblem: EntraProblem | null;
}

/** Where each value stands in the number, and its codes in their order: as the generated column packs them. */
const fields = {
  verdict: { shift: 0, bits: 2, values: verdicts },
  azureComplianceStatus: { shift: 2, bits: 2, values: [null, ...azureComplianceStatuses] },
  clientStatusCode: { shift: 4, bits: 4, values: [null, ...clientStatusCodes] },
  os: { shift: 8, bits: 4, values: operatingSystems },
  managementState: { shift: 12, bits: 2, values: managementStates },
  neverReported: { shift: 14, bits: 1, values: [false, true] },
  drift: { shift: 15, bits: 1, values: [false, true] },
  access: { shift: 16, bits: 2, values: accessStates },
  entraProblem: { shift: 18, bits: 3, values: [null, ...entraProblems] },
} satisfies { [N in keyof FacetValues]: { shift: number; bits: number; values: readonly FacetValues[N][] } };
type FieldName = keyof typeof fields;
export const facetFieldNames = Object.keys(fields) as FieldName[];

/** The feed's hash, of 32 bits, stands above these: no more, since a double holds 53 bits exactly. */
export const facetBits = 21;

const maskOf = (name: FieldName) => ((1 << fields[name].bits) - 1) << fields[name].shift;
const codeOf = (name: FieldName, value: unknown) =>
  (fields[name].values as readonly unknown[]).indexOf(value) << fields[name].shift;

export function packFacet(values: FacetValues): number {
  return facetFieldNames.reduce((facet, name) => facet | codeOf(name, values[name]), 0);
}

export function unpackFacet(facet: number): FacetValues {
  const entries = facetFieldNames.map((name) => {
    const { shift, values } = fields[name];
    return [name, values[(facet & maskOf(name)) >> shift]];
  });
  return Object.fromEntries(entries) as FacetValues;
}

/** A flag that follows from several values together. */
interface DerivedFlag {
  fields: readonly FieldName[];
  holds: (values: FacetValues) => boolean;
}
export const derivedFlags = {
  /** Drift, or any problem of Entra's answer */
  entraDisagrees: {
    fields: ['drift', 'entraProblem'],
    holds: ({ drift, entraProblem }) => drift || entraProblem !== null,
  },
} satisfies Record<string, DerivedFlag>;
export type DerivedFlagName = keyof typeof derivedFlags;
export const derivedFlagNames = Object.keys(derivedFlags) as DerivedFlagName[];

/** The facets that match: under each mask one of the codes. None: all match. */
export type FacetTerms = readonly {
  field: FieldName | DerivedFlagName;
  mask: number;
  codes: readonly number[];
}[];

const derivedTerms: FacetTerms = derivedFlagNames.map((field) => {
  const flag: DerivedFlag = derivedFlags[field];
  const combined = flag.fields.reduce(
    (codes, name) => codes.flatMap((code) => fields[name].values.map((value) => code | codeOf(name, value))),
    [0],
  );
  const mask = flag.fields.reduce((all, name) => all | maskOf(name), 0);
  return { field, mask, codes: combined.filter((code) => flag.holds(unpackFacet(code))) };
});

/** What a filter says of facets; the feed is apart. */
export function facetTerms(criteria: DeviceCriteria): FacetTerms {
  const terms = facetFieldNames.flatMap((field) => {
    const wanted = criteria[field];
    if (wanted === undefined || (Array.isArray(wanted) && wanted.length === 0)) return [];
    const values: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
    const codes = new Set(values.map((value) => codeOf(field, value === 'blank' ? null : value)));
    return [{ field, mask: maskOf(field), codes: [...codes] }];
  });
  return [...terms, ...derivedTerms.filter(({ field }) => criteria[field as DerivedFlagName] === true)];
}

export function facetMatches(facet: number, terms: FacetTerms): boolean {
  return terms.every(({ mask, codes }) => codes.includes(facet & mask));
}

/** Of a facet with the feed's hash, too. */
export function facetHas(facet: number, flag: 'neverReported' | 'drift'): boolean {
  return (facet & maskOf(flag)) !== 0;
}
