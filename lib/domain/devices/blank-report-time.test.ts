import { expect, test } from 'vitest';
import { type BlankFacts, reportTimeBlankReason } from './blank-report-time.ts';

const connected: BlankFacts = {
  os: 'ios',
  azureDeviceId: '007c8232-9489-4074-9b35-345b16f0a72d',
  clientStatusCode: 'Success',
  managementState: 'managed',
  verdict: 'compliant',
  reportedVerdict: null,
  azureIdTakenBy: null,
  lastReportedAt: null,
  azureComplianceStatus: null,
  reportDueAt: null,
};

test.each([
  ['not blank', { lastReportedAt: new Date() }, false, null],
  ['waiting', {}, false, 'queued'],
  ['switched off', {}, true, 'reporting_off'],
  ['refused before it was sent', { azureComplianceStatus: 'failed' as const }, false, 'failed'],
  ['client says no', { clientStatusCode: 'User_Canceled' as const }, true, 'client_status'],
  ['client said nothing', { clientStatusCode: null }, false, 'no_client_status'],
  ['without an id', { azureDeviceId: null }, false, 'no_device_id'],
  ['of another system', { os: 'linux' as const }, true, 'os_unsupported'],
])('%s: gives the reason of this device', (_name, more, off, reason) => {
  expect(reportTimeBlankReason({ ...connected, ...more }, off)).toBe(reason);
});
