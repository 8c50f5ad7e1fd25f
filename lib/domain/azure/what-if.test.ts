import { expect, test } from 'vitest';
import {
  type ControlOutcome,
  controlOutcomeOf,
  judgeWhatIf,
  policyOutcomeOf,
  type WhatIfDevice,
  type WhatIfPolicy,
} from './what-if.ts';

const compliant: WhatIfDevice = { isCompliant: true, enabled: true, trustType: 'Workplace' };
const noncompliant = { ...compliant, isCompliant: false };
const hidden = { ...compliant, isCompliant: null };

const policy = (grantControls: string[], more: Partial<WhatIfPolicy> = {}): WhatIfPolicy => ({
  id: 'p',
  displayName: 'A policy',
  applies: true,
  isEnforced: true,
  reasons: null,
  needs: 'any',
  grantControls,
  ...more,
});

test.each<[string, WhatIfDevice, ControlOutcome]>([
  ['block', compliant, 'unmet'],
  ['compliantDevice', compliant, 'met'],
  ['compliantDevice', noncompliant, 'unmet'],
  ['compliantDevice', hidden, 'unknown'],
  ['domainJoinedDevice', { ...noncompliant, trustType: 'ServerAd' }, 'met'],
  ['domainJoinedDevice', compliant, 'unmet'],
  ['domainJoinedDevice', { ...compliant, trustType: null }, 'unknown'],
  ['mfa', noncompliant, 'user'],
  ['authenticationStrength', noncompliant, 'user'],
  ['termsOfUse', noncompliant, 'user'],
  ['approvedApplication', compliant, 'unknown'],
  ['constructor', compliant, 'unknown'],
])('%s, for %o: %s', (control, device, outcome) => {
  expect(controlOutcomeOf(control, device)).toBe(outcome);
});

test('with any the best control decides, with all the worst', () => {
  const both = ['mfa', 'compliantDevice'];
  expect(policyOutcomeOf(policy(both), compliant)).toBe('met');
  expect(policyOutcomeOf(policy(both), noncompliant)).toBe('user');
  expect(policyOutcomeOf(policy(both, { needs: 'all' }), compliant)).toBe('user');
  expect(policyOutcomeOf(policy(both, { needs: 'all' }), noncompliant)).toBe('unmet');
  expect(policyOutcomeOf(policy(['approvedApplication', 'mfa'], { needs: 'all' }), compliant)).toBe(
    'unknown',
  );
  expect(policyOutcomeOf(policy([]), noncompliant)).toBe('met');
});

test('every enforced policy that applies has to be met', () => {
  const device = policy(['compliantDevice']);
  expect(judgeWhatIf(compliant, [])).toBe('let_in');
  expect(judgeWhatIf(compliant, [device])).toBe('let_in');
  expect(judgeWhatIf(compliant, [device, policy(['mfa'])])).toBe('if_user');
  expect(judgeWhatIf(compliant, [policy(['approvedApplication']), policy(['mfa'])])).toBe('unknown');
  expect(judgeWhatIf(hidden, [device])).toBe('unknown');
  expect(judgeWhatIf(noncompliant, [policy(['approvedApplication']), device])).toBe('turned_away');
  expect(judgeWhatIf(compliant, [device, policy(['block'])])).toBe('turned_away');
});

test('what does not apply, or is only logged, turns nobody away; what Microsoft could not decide may', () => {
  const block = ['block'];
  expect(judgeWhatIf(compliant, [policy(block, { isEnforced: false })])).toBe('let_in');
  expect(judgeWhatIf(compliant, [policy(block, { applies: false, reasons: 'users' })])).toBe('let_in');
  const undecided = { applies: false, reasons: 'notEnoughInformation' };
  expect(judgeWhatIf(compliant, [policy(block, undecided)])).toBe('unknown');
  expect(judgeWhatIf(compliant, [policy(['compliantDevice'], undecided)])).toBe('let_in');
});

test('a device that is disabled in Entra is turned away whatever the policies say', () => {
  expect(judgeWhatIf({ ...compliant, enabled: false }, [])).toBe('turned_away');
  expect(judgeWhatIf({ ...compliant, enabled: null }, [])).toBe('let_in');
});
