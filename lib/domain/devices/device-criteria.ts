import type { PolicyAction } from '../policies/policy.ts';
import type { AzureComplianceStatus, ManagementState } from '../reports/report-status.ts';
import { resolveAge } from '../text/age.ts';
import type { AccessState } from './access.ts';
import type { Channel } from './channel.ts';
import type { ClientStatusCode } from './client-status-code.ts';
import type { EntraProblem } from './entra-problem.ts';
import type { OperatingSystem, Ownership } from './operating-system.ts';
import type { Action, Verdict } from './verdict.ts';

export const deviceSorts = [
  '-lastCheckInAt',
  'lastCheckInAt',
  '-lastReportedAt',
  'lastReportedAt',
  'name',
  '-name',
] as const;
export type DeviceSort = (typeof deviceSorts)[number];
export const defaultDeviceSort: DeviceSort = '-lastCheckInAt';

/**
 * Which devices: all that is named must hold, any value of a set. `blank`: not known. Times are ISO 8601, or a
 * duration before now, such as `P7D`, until they are resolved.
 */
export interface DeviceCriteria {
  verdict?: Verdict[] | undefined;
  azureComplianceStatus?: (AzureComplianceStatus | 'blank')[] | undefined;
  clientStatusCode?: (ClientStatusCode | 'blank')[] | undefined;
  os?: OperatingSystem[] | undefined;
  managementState?: ManagementState[] | undefined;
  access?: AccessState[] | undefined;
  channel?: Channel[] | undefined;
  entraProblem?: EntraProblem[] | undefined;
  feed?: string[] | undefined;
  policy?: string[] | undefined;
  /** Narrows `policy`, and means nothing without it: how far one of these policies has come with the device */
  policyAction?: PolicyAction[] | undefined;
  /** In any letter case */
  tag?: string[] | undefined;
  /** As the feed writes it */
  osVersion?: string[] | undefined;
  model?: string[] | undefined;
  ownership?: (Ownership | 'blank')[] | undefined;
  encrypted?: ('true' | 'false' | 'blank')[] | undefined;
  /** The most severe one in force */
  action?: (Action | 'blank')[] | undefined;
  /** Why the last report failed */
  failureCode?: string[] | undefined;
  drift?: true | undefined;
  /** Drift, or any problem of Entra's answer */
  entraDisagrees?: true | undefined;
  /** Its compliance status is blank */
  neverReported?: true | undefined;
  /** Its user is asked to do something */
  userHasToAct?: true | undefined;
  /** It waits: its Azure id belongs to another feed */
  azureIdTaken?: true | undefined;
  /** Its source does not list it */
  missing?: true | undefined;
  /** It waits for a check-in, since it came back from a backup: nothing else keeps it from being reported */
  restored?: true | undefined;
  lastCheckInBefore?: string | undefined;
  lastReportedBefore?: string | undefined;
  /** Each is all of an id, a serial number, a user or a name, in any letter case: devices that have one of them */
  id?: string[] | undefined;
  /** Substring of name, serial number, users or Azure device id */
  q?: string | undefined;
}

/** A set of a filter narrows: an empty one does not. */
export const isGiven = (values: readonly unknown[] | undefined) => values !== undefined && values.length > 0;

/** Filters by what few devices have: each has indexes of its own, and is counted alone. */
export const rareFilters = [
  'azureIdTaken',
  'missing',
  'restored',
] as const satisfies readonly (keyof DeviceCriteria)[];
export type RareFilter = (typeof rareFilters)[number];

export function rareFiltersOf(criteria: DeviceCriteria): RareFilter[] {
  return rareFilters.filter((name) => criteria[name] === true);
}

/** The same with points in time in place of durations, in UTC as we write it. */
export function resolveCriteria(criteria: DeviceCriteria, now: Date): DeviceCriteria {
  const { lastCheckInBefore, lastReportedBefore } = criteria;
  return {
    ...criteria,
    ...(lastCheckInBefore !== undefined && { lastCheckInBefore: resolveAge(lastCheckInBefore, now) }),
    ...(lastReportedBefore !== undefined && { lastReportedBefore: resolveAge(lastReportedBefore, now) }),
  };
}

export const builtInViewNames = [
  'all',
  'noncompliant',
  'reporting_failed',
  'never_reported',
  'user_has_to_act',
  'drifted',
  'silent',
  'retired',
] as const;
type BuiltInViewName = (typeof builtInViewNames)[number];

/** The views that everybody has. What is retired waits for nobody: it is silent by intent. */
export const builtInViews = {
  all: {},
  noncompliant: { verdict: ['noncompliant'] },
  reporting_failed: { azureComplianceStatus: ['failed'] },
  never_reported: { neverReported: true },
  user_has_to_act: { userHasToAct: true },
  drifted: { entraDisagrees: true },
  silent: { lastCheckInBefore: 'P7D', managementState: ['managed'] },
  retired: { managementState: ['retired'] },
} satisfies Record<BuiltInViewName, DeviceCriteria>;
