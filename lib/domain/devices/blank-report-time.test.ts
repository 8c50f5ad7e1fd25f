import { expect, test } from 'vitest';
import { type BlankFacts, reportTimeBlankReason } from './blank-report-time.ts';
import type { ChannelReason } from './channel.ts';

const connected: BlankFacts = {
  channel: 'partner',
  channelReason: null,
  azureDeviceId: '007c8232-9489-4074-9b35-345b16f0a72d',
  clientStatusCode: 'Success',
  managementState: 'managed',
  verdict: 'compliant',
  reportedVerdict: null,
  azureIdTakenBy: null,
  restoredAt: null,
  restoredAgrees: null,
  lastReportedAt: null,
  azureComplianceStatus: null,
  reportDueAt: null,
};

const none = (channelReason: ChannelReason) => ({ channel: 'none' as const, channelReason });

test.each([
  ['not blank', { lastReportedAt: new Date() }, false, null],
  ['waiting', {}, false, 'queued'],
  ['switched off', {}, true, 'reporting_off'],
  ['refused before it was sent', { azureComplianceStatus: 'failed' as const }, false, 'failed'],
  ['client says no', { clientStatusCode: 'User_Canceled' as const }, true, 'client_status'],
  ['client said nothing', { clientStatusCode: null }, false, 'no_client_status'],
  ['without an id', { azureDeviceId: null }, false, 'no_device_id'],
  ['of another system', none('os_unsupported'), true, 'os_unsupported'],
  ['without its channel', none('channel_off'), false, 'channel_off'],
  ['only observed', none('observed'), false, 'observed'],
])('%s: gives the reason of this device', (_name, more, off, reason) => {
  expect(reportTimeBlankReason({ ...connected, ...more }, off)).toBe(reason);
});
