import { expect, test } from 'vitest';
import type { PolicyViolation } from '../policies/policy.ts';
import { deviceEvents, type WatchedChange, type WatchedState } from './device-events.ts';

const compliant: WatchedState = {
  verdict: 'compliant',
  managementState: 'managed',
  azureComplianceStatus: null,
  driftSince: null,
  violations: [],
  policyState: [],
};
const violation: PolicyViolation = {
  policyId: 'p1',
  policy: 'iOS 26',
  version: 1,
  mode: 'enforce',
  since: '2026-11-20T00:00:00.000Z',
  endedAt: null,
  action: 'send_alert',
  nextStep: { action: 'block', at: '2026-11-27T00:00:00.000Z' },
  exceptedUntil: null,
};

function eventsOf(before: Partial<WatchedState> | null, after: Partial<WatchedChange['after']>) {
  const none = { reportId: null, failureCode: null };
  return deviceEvents({
    before: before === null ? null : { ...compliant, ...before },
    after: { ...compliant, ...none, ...after },
  });
}
const typesOf = (...given: Parameters<typeof eventsOf>) => eventsOf(...given).map(({ type }) => type);

test('an alert and a coming step of a policy are told as they come into force', () => {
  expect(eventsOf({}, { policyState: [violation] })).toEqual([
    { type: 'device.alert', data: expect.objectContaining({ policies: ['iOS 26'] }) },
    {
      type: 'device.step_coming',
      data: expect.objectContaining({
        nextStep: { policy: 'iOS 26', action: 'block', at: '2026-11-27T00:00:00.000Z' },
        reasons: [{ policy: 'iOS 26', action: 'send_alert', since: '2026-11-20T00:00:00.000Z' }],
      }),
    },
  ]);
  expect(typesOf(null, { policyState: [violation] })).toEqual(['device.alert', 'device.step_coming']);
  expect(typesOf({ policyState: [violation] }, { policyState: [{ ...violation, version: 2 }] })).toEqual([]);
});

test.each([
  ['only reported', { ...violation, mode: 'report_only' as const }],
  ['excepted', { ...violation, exceptedUntil: '2026-12-01T00:00:00.000Z' }],
  ['over', { ...violation, endedAt: '2026-11-25T00:00:00.000Z' }],
])('a policy that is %s tells nothing', (_, state) => {
  expect(typesOf({}, { policyState: [state] })).toEqual([]);
});

test('a step that moves is told again; one of a device that has lost access already is not', () => {
  const moved = { ...violation, nextStep: { action: 'block' as const, at: '2026-11-28T00:00:00.000Z' } };
  expect(typesOf({ policyState: [violation] }, { policyState: [moved] })).toEqual(['device.step_coming']);
  const blocked = { verdict: 'noncompliant' as const, policyState: [violation] };
  expect(typesOf({ verdict: 'noncompliant' }, blocked)).toEqual(['device.alert']);
});

test('of a feed and of a policy of the same name, each alert is its own', () => {
  const feed = [{ policy: 'iOS 26', action: 'send_alert' as const, since: null }];
  expect(typesOf({ violations: feed }, { violations: feed, policyState: [violation] })).toContain(
    'device.alert',
  );
});

test('changes of state are events, and staying in one is not', () => {
  expect(typesOf({}, { verdict: 'noncompliant' })).toEqual(['device.verdict_changed']);
  expect(typesOf(null, { verdict: 'noncompliant' })).toEqual([]);
  expect(typesOf({ azureComplianceStatus: 'in_progress' }, { azureComplianceStatus: 'failed' })).toEqual([
    'device.report_failed',
  ]);
  expect(typesOf({ azureComplianceStatus: 'failed' }, { azureComplianceStatus: 'failed' })).toEqual([]);
  expect(typesOf({}, { driftSince: '2026-11-24T00:00:00Z' })).toEqual(['device.drifted']);
  expect(typesOf({ managementState: 'retiring' }, { managementState: 'retired' })).toEqual([
    'device.retired',
  ]);
});
