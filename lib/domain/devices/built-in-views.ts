import type { DeviceCriteria } from './device-criteria.ts';

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
export type BuiltInViewName = (typeof builtInViewNames)[number];

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
