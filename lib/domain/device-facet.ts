import { type ClientStatusCode, clientStatusCodes } from './client-status-code.ts';
import type { DeviceCriteria } from './device-criteria.ts';
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
}

/** Where each value stands in the number, and its codes in their order: as the generated column packs them. */
const fields = {
  verdict: { shift: 0, bits: 2, values: verdicts },
  azureComplianceStatus: { shift: 2, bits: 2, values: [null, ...azureComplianceStatuses] },
  clientStatusCode: { shift: 4, bits: 4, values: [null, ...clientStatusCodes] },
  os: { shift: 8, bits: 3, values: operatingSystems },
  managementState: { shift: 11, bits: 2, values: managementStates },
  neverReported: { shift: 13, bits: 1, values: [false, true] },
  drift: { shift: 14, bits: 1, values: [false, true] },
} satisfies { [N in keyof FacetValues]: { shift: number; bits: number; values: readonly FacetValues[N][] } };
type FieldName = keyof typeof fields;
export const facetFieldNames = Object.keys(fields) as FieldName[];

/** The feed's hash stands above these bits. */
export const facetBits = 15;

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

/** The facets that match: under each mask one of the codes. None: all match. */
export type FacetTerms = readonly { field: FieldName; mask: number; codes: readonly number[] }[];

/** What a filter says of facets; the feed is apart. */
export function facetTerms(criteria: DeviceCriteria): FacetTerms {
  return facetFieldNames.flatMap((field) => {
    const wanted = criteria[field];
    if (wanted === undefined || (Array.isArray(wanted) && wanted.length === 0)) return [];
    const values: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
    const codes = new Set(values.map((value) => codeOf(field, value === 'blank' ? null : value)));
    return [{ field, mask: maskOf(field), codes: [...codes] }];
  });
}

export function facetMatches(facet: number, terms: FacetTerms): boolean {
  return terms.every(({ mask, codes }) => codes.includes(facet & mask));
}

/** Of a facet with the feed's hash, too. */
export function facetHas(facet: number, flag: 'neverReported' | 'drift'): boolean {
  return (facet & maskOf(flag)) !== 0;
}
