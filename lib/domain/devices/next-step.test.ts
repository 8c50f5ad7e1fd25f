import fc from 'fast-check';
import { expect, test } from 'vitest';
import { azureComplianceStatuses, managementStates } from '../reports/report-status.ts';
import { accessOf } from './access.ts';
import { channelReasons } from './channel.ts';
import { clientStatusCodes } from './client-status-code.ts';
import { entraProblems } from './entra-problem.ts';
import { type NextStepFacts, nextStepOf } from './next-step.ts';
import { operatingSystems } from './operating-system.ts';
import { stepActors } from './step-actors.ts';
import { tagStates } from './tag.ts';
import { userTextPlan } from './user-text.ts';
import { actions, verdicts } from './verdict.ts';

const on = { paused: false, unhealthy: false };
const since = '2026-11-23T07:00:00Z';
const letIn = { state: 'let_in', because: 'entra_compliant' } as const;
const blocked = { state: 'likely_blocked', because: 'not_compliant' } as const;

/** Compliant, confirmed, and let in. */
const well: NextStepFacts = {
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
const bad: NextStepFacts = {
  ...well,
  verdict: 'noncompliant',
  reportedVerdict: 'noncompliant',
  access: blocked,
};
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

test('what is waited for says since when', () => {
  const waiting = { ...bad, azureComplianceStatus: 'in_progress', underWaySince: since } as const;
  expect(nextStepOf(waiting, on).also).toEqual([{ step: 'wait_for_confirmation', who: 'microsoft', since }]);
  const queued = { ...well, azureComplianceStatus: null, dueSince: since };
  expect(nextStepOf(queued, on)).toMatchObject({ step: 'wait_for_queue', since });
  const follows = { ...well, entraProblem: 'not_followed_yet', entraDiffersSince: since } as const;
  expect(nextStepOf(follows, on)).toMatchObject({ step: 'wait_for_entra', since });
  expect(nextStepOf({ ...well, driftSince: since }, on)).toMatchObject({ step: 'look_at_drift', since });
});

const ways = [
  { channel: 'partner', channelReason: null },
  { channel: 'windows', channelReason: null },
  { channel: 'tag', channelReason: null },
  ...channelReasons.map((channelReason) => ({ channel: 'none' as const, channelReason })),
] as const;
const maybe = fc.option(fc.constant(since));
const flag = fc.option(fc.boolean());
const anyDevice = fc
  .record({
    os: fc.constantFrom(...operatingSystems),
    azureDeviceId: fc.option(fc.constant('007c8232-9489-4074-9b35-345b16f0a72d')),
    clientStatusCode: fc.option(fc.constantFrom(...clientStatusCodes)),
    managementState: fc.constantFrom(...managementStates),
    verdict: fc.constantFrom(...verdicts),
    reportedVerdict: fc.option(fc.constantFrom(...verdicts)),
    azureIdTakenBy: fc.option(fc.constant('another feed')),
    lastReportedAt: maybe,
    azureComplianceStatus: fc.option(fc.constantFrom(...azureComplianceStatuses)),
    reportDueAt: maybe,
    failureCode: fc.option(fc.constantFrom('user_unknown', 'newer_device', 'x')),
    entraProblem: fc.option(fc.constantFrom(...entraProblems)),
    entraIsCompliant: flag,
    entraEnabled: flag,
    entraReadAt: maybe,
    entraDeletedAt: maybe,
    restoredAt: maybe,
    restoredAgrees: flag,
    entraDiffersSince: maybe,
    entraTagState: fc.option(fc.constantFrom(...tagStates)),
    entraTagEvaluated: flag,
    driftSince: maybe,
    losesAccessAt: maybe,
    underWaySince: maybe,
    dueSince: maybe,
    action: fc.option(fc.constantFrom(...actions)),
    way: fc.constantFrom(...ways),
    encrypted: flag,
    passcodeSet: flag,
    compromised: flag,
  })
  .map((facts) => ({ ...facts, ...facts.way, access: accessOf({ ...facts, ...facts.way }) }));
const anyLink = fc.record({ paused: fc.boolean(), unhealthy: fc.boolean() });

test('what a backup brought back waits for a check-in, first of all where Entra lets a noncompliant device in', () => {
  const restored = { ...well, restoredAt: since, restoredAgrees: false };
  const check = { step: 'wait_for_check_in', who: 'device_then_admin', since };
  expect(nextStepOf(restored, on)).toEqual({ ...check, also: [] });
  const wrongly = nextStepOf({ ...restored, verdict: 'noncompliant' }, on);
  expect([wrongly.step, ...wrongly.also.map(({ step }) => step)]).toEqual([
    'wait_for_check_in',
    'fix_device',
  ]);
  expect(nextStepOf({ ...restored, restoredAgrees: true }, on)).toMatchObject({ step: 'nothing' });
});

test('whatever holds: a user who is likely blocked, or a problem of Entra’s, is never nothing and never nobody’s', () => {
  const property = fc.property(anyDevice, anyLink, (device, link) => {
    const nextStep = nextStepOf(device, link);
    const plan = userTextPlan({ ...device, nextStep });
    const all = [nextStep, ...nextStep.also].map(({ step }) => step);
    expect(new Set(all).size).toBe(all.length);
    // What the user has to do is there, however much else is, and waiting never comes before it.
    if (device.verdict === 'noncompliant' && device.managementState !== 'retired') {
      expect(all).toContain('fix_device');
      expect(nextStep.step).not.toMatch(/^wait_for_(confirmation|queue)|resume_reporting/);
    }
    // What the page says, the list says (`userHasToAct`), and the mail asks for.
    if (device.verdict === 'compliant' && device.managementState !== 'retired') {
      expect(all.includes('fix_in_time')).toBe(device.losesAccessAt !== null);
      if (device.managementState === 'managed')
        expect(plan.problems.includes('deadline')).toBe(device.losesAccessAt !== null);
    } else expect(all).not.toContain('fix_in_time');
    if (device.verdict === 'noncompliant' && device.access.state === 'let_in') {
      const goesOn = all.some((step) => /^wait_for_(confirmation|queue)$/.test(step));
      const isOnItsWay = goesOn && device.reportedVerdict !== device.verdict;
      const retired = device.managementState === 'retired';
      if (!isOnItsWay && !retired)
        expect(nextStep.step).toMatch(/^(look_at_drift|wait_for_entra|wait_for_check_in)$/);
    }
    if (device.access.state !== 'likely_blocked' && device.entraProblem === null) return;
    expect(nextStep.step).not.toBe('nothing');
    expect(nextStep.who).not.toBe('nobody');
    expect(plan.subject).not.toBe('fine');
    expect(plan.outlooks).not.toContain('fine');
  });
  fc.assert(property, { numRuns: 5000 });
});

test('whoever takes a step is one of those whom the guide names for it', () => {
  const property = fc.property(anyDevice, anyLink, (device, link) => {
    const nextStep = nextStepOf(device, link);
    for (const { step, who } of [nextStep, ...nextStep.also]) expect(stepActors[step]).toContain(who);
  });
  fc.assert(property, { numRuns: 5000 });
});
