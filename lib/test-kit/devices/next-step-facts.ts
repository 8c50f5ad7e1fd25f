import type { NextStepFacts } from '#lib/domain/devices/next-step';

export const on = { paused: false, unhealthy: false };
export const since = '2026-11-23T07:00:00Z';
export const letIn = { state: 'let_in', because: 'entra_compliant' } as const;
export const blocked = { state: 'likely_blocked', because: 'not_compliant' } as const;

/** Compliant, confirmed, and let in. */
export const well: NextStepFacts = {
  os: 'ios',
  channel: 'partner',
  channelReason: null,
  azureDeviceId: '007c8232-9489-4074-9b35-345b16f0a72d',
  clientStatusCode: 'Success',
  managementState: 'managed',
  verdict: 'compliant',
  reportedVerdict: 'compliant',
  azureIdTakenBy: null,
  restoredAt: null,
  restoredAgrees: null,
  lastReportedAt: since,
  azureComplianceStatus: 'successful',
  reportDueAt: null,
  failureCode: null,
  access: letIn,
  entraProblem: null,
  entraDiffersSince: null,
  driftSince: null,
  losesAccessAt: null,
  underWaySince: null,
  dueSince: null,
};
export const bad: NextStepFacts = {
  ...well,
  verdict: 'noncompliant',
  reportedVerdict: 'noncompliant',
  access: blocked,
};
