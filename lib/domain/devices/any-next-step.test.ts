import fc from 'fast-check';
import { expect, test } from 'vitest';
import { since } from '#lib/test-kit/devices/next-step-facts';
import { azureComplianceStatuses, managementStates } from '../reports/report-status.ts';
import { accessOf } from './access.ts';
import { channelReasons } from './channel.ts';
import { clientStatusCodes } from './client-status-code.ts';
import { entraProblems } from './entra-problem.ts';
import { nextStepOf } from './next-step.ts';
import { operatingSystems } from './operating-system.ts';
import { stepActors } from './step-actors.ts';
import { tagStates } from './tag.ts';
import { userTextPlan } from './user-text.ts';
import { actions, verdicts } from './verdict.ts';

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
