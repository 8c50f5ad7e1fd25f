import { expect, test } from 'vitest';
import { bad, blocked, letIn, on, since, well } from '#lib/test-kit/devices/next-step-facts';
import { type NextStepFacts, nextStepOf } from './next-step.ts';

const unsupported = {
  os: 'chromeos',
  channel: 'none',
  reportedVerdict: null,
  access: { state: 'likely_blocked', because: 'not_in_entra' },
  entraProblem: 'not_in_entra',
} as const satisfies Partial<NextStepFacts>;
const noId = { azureDeviceId: null, reportedVerdict: null, azureComplianceStatus: null } as const;

/** The step and its owner, then all others, as `step who`. */
function steps(device: NextStepFacts, link = on): string[] {
  const { also, ...first } = nextStepOf(device, link);
  return [first, ...also].map(({ step, who }) => `${step} ${who}`);
}

test.each<[string, NextStepFacts, string[]]>([
  ['nothing is wrong', well, ['nothing nobody']],
  ['a policy takes its access later', { ...well, losesAccessAt: since }, ['fix_in_time user_or_mdm']],
  [
    'a policy takes its access later, and a report is on its way',
    { ...well, losesAccessAt: since, azureComplianceStatus: 'in_progress' },
    ['fix_in_time user_or_mdm', 'wait_for_confirmation microsoft'],
  ],
  ['it is noncompliant', bad, ['fix_device user_or_mdm']],
  [
    'the report of a noncompliant device is on its way',
    { ...bad, reportedVerdict: 'compliant', access: letIn, azureComplianceStatus: 'in_progress' },
    ['fix_device user_or_mdm', 'wait_for_confirmation microsoft'],
  ],
  [
    'the report of a noncompliant device waits in the queue',
    { ...bad, reportedVerdict: 'compliant', access: letIn, dueSince: since },
    ['fix_device user_or_mdm', 'wait_for_queue tenko'],
  ],
  [
    'the first report is on its way',
    { ...well, reportedVerdict: null, azureComplianceStatus: 'in_progress' },
    ['wait_for_confirmation microsoft'],
  ],
  [
    'Entra has yet to follow',
    { ...well, access: blocked, entraProblem: 'not_followed_yet', entraDiffersSince: since },
    ['wait_for_entra microsoft'],
  ],
  [
    'Entra lets in what is noncompliant, inside the grace time',
    { ...bad, access: letIn, entraProblem: 'not_followed_yet' },
    ['wait_for_entra microsoft', 'fix_device user_or_mdm'],
  ],
  [
    'Entra lets in what is noncompliant, for long',
    { ...bad, access: letIn, driftSince: since },
    ['look_at_drift admin', 'fix_device user_or_mdm'],
  ],
  [
    'Entra differs from an older verdict than ours',
    { ...bad, reportedVerdict: 'compliant', driftSince: since, azureComplianceStatus: 'in_progress' },
    ['fix_device user_or_mdm', 'look_at_drift admin', 'wait_for_confirmation microsoft'],
  ],
  [
    'Entra lets in what is noncompliant and cannot be reported',
    {
      ...bad,
      reportedVerdict: null,
      azureComplianceStatus: null,
      access: letIn,
      clientStatusCode: 'User_Canceled',
    },
    ['look_at_drift admin', 'follow_client_status user', 'fix_device user_or_mdm'],
  ],
  [
    'Entra lets in what is noncompliant, and its Azure id belongs to another feed',
    { ...bad, access: letIn, reportedVerdict: null, azureComplianceStatus: null, azureIdTakenBy: 'other' },
    ['look_at_drift admin', 'fix_device user_or_mdm', 'move_azure_id admin'],
  ],
  [
    'Entra lets in what is noncompliant, and the report failed',
    {
      ...bad,
      access: letIn,
      reportedVerdict: 'compliant',
      azureComplianceStatus: 'failed',
      failureCode: 'x',
    },
    ['look_at_drift admin', 'fix_device user_or_mdm', 'look_at_failure admin'],
  ],
  [
    'Microsoft confirmed that it is noncompliant, and Entra was not read since',
    { ...bad, access: letIn },
    ['wait_for_entra microsoft', 'fix_device user_or_mdm'],
  ],
  [
    'its user has to act in the client, and its Azure id belongs to another feed',
    { ...well, ...noId, azureIdTakenBy: 'other', clientStatusCode: 'User_Canceled' },
    ['follow_client_status user', 'move_azure_id admin'],
  ],
  [
    'it is gone from Entra, and noncompliant',
    { ...bad, entraProblem: 'not_in_entra' },
    ['register_again user', 'fix_device user_or_mdm'],
  ],
  [
    'it is gone from Entra, which does not know its user either',
    {
      ...well,
      access: { state: 'likely_blocked', because: 'not_in_entra' },
      entraProblem: 'not_in_entra',
      azureComplianceStatus: 'failed',
      failureCode: 'user_not_found',
    },
    ['check_user mdm_admin', 'register_again user'],
  ],
  [
    'Microsoft takes no reports of its system: to register it again would change nothing',
    { ...well, ...unsupported, channelReason: 'os_unsupported' },
    ['os_unsupported tenant_admin'],
  ],
  [
    'the same, and another system would report it',
    { ...well, ...unsupported, channelReason: 'observed' },
    ['os_unsupported tenant_admin'],
  ],
  [
    'it is disabled and noncompliant: without being enabled no fix helps',
    { ...bad, entraProblem: 'disabled' },
    ['enable_in_entra tenant_admin', 'fix_device user_or_mdm'],
  ],
  [
    'its state ran out',
    { ...well, access: { state: 'likely_blocked', because: 'expired' }, entraProblem: 'expired' },
    ['renew_state admin'],
  ],
  [
    'Entra knows no state of what was never reported',
    {
      ...well,
      reportedVerdict: null,
      azureComplianceStatus: null,
      access: blocked,
      entraProblem: 'no_state',
    },
    ['wait_for_queue tenko'],
  ],
  [
    'the app may not read',
    { ...well, access: { state: 'unknown', because: 'no_permission' }, entraProblem: 'no_permission' },
    ['grant_permission tenant_admin'],
  ],
  [
    'its user is missing in Entra',
    { ...well, azureComplianceStatus: 'failed', failureCode: 'user_not_found' },
    ['check_user mdm_admin'],
  ],
  [
    'another device has its Azure id',
    { ...well, azureComplianceStatus: 'failed', failureCode: 'newer_device' },
    ['look_at_failure mdm_admin'],
  ],
  [
    'its report failed',
    { ...bad, azureComplianceStatus: 'failed', failureCode: 'x' },
    ['fix_device user_or_mdm', 'look_at_failure admin'],
  ],
  [
    'it is not registered, and noncompliant',
    { ...bad, ...noId, clientStatusCode: 'Workplace_Join_Required' },
    ['follow_client_status user', 'fix_device user_or_mdm'],
  ],
  [
    'its client wants consent, and it is noncompliant',
    { ...bad, ...noId, clientStatusCode: 'Server_Declined_Scopes' },
    ['fix_device user_or_mdm', 'follow_client_status tenant_admin'],
  ],
  [
    'Microsoft takes no reports of it',
    { ...well, ...noId, channel: 'none', channelReason: 'os_unsupported' },
    ['os_unsupported tenant_admin'],
  ],
  [
    'its channel is off',
    { ...well, ...noId, channel: 'none', channelReason: 'channel_off' },
    ['switch_channel_on admin'],
  ],
  [
    'another system reports it, and Entra has no state',
    { ...well, ...noId, channel: 'none', channelReason: 'observed', entraProblem: 'no_state' },
    ['look_at_missing_state tenant_admin'],
  ],
  [
    'it is retired and out',
    { ...well, managementState: 'retired', verdict: 'retired', reportedVerdict: 'retired', access: blocked },
    ['retired mdm_admin'],
  ],
  [
    'it is retired and let in',
    {
      ...well,
      managementState: 'retired',
      verdict: 'retired',
      reportedVerdict: 'retired',
      driftSince: since,
    },
    ['look_at_drift admin', 'retired nobody'],
  ],
])('%s', (_name, device, expected) => {
  expect(steps(device)).toEqual(expected);
});

test('resuming is next to the fix, and is the step if nothing else has to be done', () => {
  const paused = { ...on, paused: true };
  expect(steps(bad, paused)).toEqual(['fix_device user_or_mdm', 'resume_reporting admin']);
  expect(steps(well, paused)).toEqual(['resume_reporting admin']);
  const letInOpenly = { ...bad, reportedVerdict: 'compliant', access: letIn, dueSince: since } as const;
  expect(steps(letInOpenly, paused)).toEqual([
    'look_at_drift admin',
    'fix_device user_or_mdm',
    'resume_reporting admin',
  ]);
  expect(steps(well, { ...on, unhealthy: true })).toEqual(['repair_connection admin']);
});

test('a device that is to be retired, and that Entra does not know, is left to the MDM’s admin', () => {
  const going = { ...well, verdict: 'retired', entraProblem: 'not_in_entra' } as const;
  expect(steps(going, on)).toEqual(['retired mdm_admin']);
});
